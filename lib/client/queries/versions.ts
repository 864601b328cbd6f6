import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { ParsedPasteSchema } from '#lib/shared/credential-match.ts'
import { ProfileSchema } from '#lib/shared/profile.ts'
import {
  type AddVersion,
  ProfileVersionPageSchema,
  ProfileVersionSchema,
} from '#lib/shared/profile-version.ts'
import {
  ComparisonSchema,
  MovedJobsSchema,
  RotationAnswerSchema,
  type TickRequest,
} from '#lib/shared/rotation.ts'
import { fetchJson } from '../api.ts'
import { profilePath, profilesKey, teamPath } from './profiles.ts'

function versionPath(team: string, profile: string, version: number): string {
  return `${profilePath(team, profile)}/versions/${version}`
}

/** versionsKey is the prefix of every query about a profile's versions; profilesKey invalidates them as well. */
export function versionsKey(team: string, profile: string) {
  return [...profilesKey(team), 'versions', profile] as const
}

export function versionsQuery(team: string, profile: string) {
  return queryOptions({
    queryKey: [...versionsKey(team, profile), 'list'],
    queryFn: ({ signal }) =>
      fetchJson(ProfileVersionPageSchema, `${profilePath(team, profile)}/versions`, { signal }),
    staleTime: 5_000,
  })
}

export function comparisonQuery(team: string, profile: string, version: number) {
  return queryOptions({
    queryKey: [...versionsKey(team, profile), 'comparison', version],
    queryFn: ({ signal }) =>
      fetchJson(ComparisonSchema, `${versionPath(team, profile, version)}/comparison`, { signal }),
    staleTime: 5_000,
  })
}

export function rotationQuery(team: string, profile: string) {
  return queryOptions({
    queryKey: [...versionsKey(team, profile), 'rotation'],
    queryFn: ({ signal }) =>
      fetchJson(RotationAnswerSchema, `${profilePath(team, profile)}/rotation`, { signal }),
    staleTime: 5_000,
  })
}

/** parsePaste asks the server which kept profiles a text continues. The answer holds no secret; the text is not stored. */
export function parsePaste(team: string, text: string, signal: AbortSignal) {
  return fetchJson(ParsedPasteSchema, `${teamPath(team)}/credentials/parse`, { body: { text }, signal })
}

export function addVersion(team: string, profile: string, body: AddVersion) {
  return fetchJson(ProfileVersionSchema, `${profilePath(team, profile)}/versions`, { body })
}

export function promoteVersion(team: string, profile: string, version: number) {
  return fetchJson(ProfileSchema, `${versionPath(team, profile, version)}/promote`, {
    method: 'POST',
    body: {},
  })
}

export function rollbackVersion(team: string, profile: string, version: number) {
  return fetchJson(ProfileSchema, `${versionPath(team, profile, version)}/rollback`, {
    method: 'POST',
    body: {},
  })
}

export async function shredVersion(team: string, profile: string, version: number): Promise<void> {
  await fetchJson(z.unknown(), versionPath(team, profile, version), { method: 'DELETE' })
}

export function moveJobs(team: string, profile: string) {
  return fetchJson(MovedJobsSchema, `${profilePath(team, profile)}/move-jobs`, { method: 'POST', body: {} })
}

export function tickRotation(team: string, profile: string, body: TickRequest) {
  return fetchJson(RotationAnswerSchema, `${profilePath(team, profile)}/rotation`, { method: 'PATCH', body })
}
