import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { type CreateProfile, ProfileSchema, type UpdateProfile } from '#lib/shared/profile.ts'
import { fetchJson } from '../api.ts'
import { listAll } from '../list-all.ts'

/** teamPath is where everything of a team lives in the API. */
export function teamPath(team: string): string {
  return `/api/teams/${encodeURIComponent(team)}`
}

export function profilePath(team: string, profile: string): string {
  return `${teamPath(team)}/profiles/${encodeURIComponent(profile)}`
}

/** profilesKey is the prefix of every query about a team's profiles; a change of any of them invalidates it. */
export function profilesKey(team: string) {
  return ['teams', team, 'profiles'] as const
}

export function profilesQuery(team: string) {
  return queryOptions({
    queryKey: [...profilesKey(team), 'list'],
    queryFn: ({ signal }) => listAll(ProfileSchema, `${teamPath(team)}/profiles`, signal),
    staleTime: 10_000,
  })
}

export function profileQuery(team: string, profile: string) {
  return queryOptions({
    queryKey: [...profilesKey(team), 'one', profile],
    queryFn: ({ signal }) => fetchJson(ProfileSchema, profilePath(team, profile), { signal }),
    staleTime: 10_000,
  })
}

export function createProfile(team: string, body: CreateProfile) {
  return fetchJson(ProfileSchema, `${teamPath(team)}/profiles`, { body })
}

export function updateProfile(team: string, profile: string, body: UpdateProfile) {
  return fetchJson(ProfileSchema, profilePath(team, profile), { method: 'PATCH', body })
}

export async function deleteProfile(team: string, profile: string): Promise<void> {
  await fetchJson(z.unknown(), profilePath(team, profile), { method: 'DELETE' })
}
