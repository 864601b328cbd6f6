import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { GrantSchema, type NewGrant } from '#lib/shared/grant.ts'
import { GrantPageSchema, MemberAccessSchema, ProfileUsePageSchema } from '#lib/shared/profile-access.ts'
import { fetchJson } from '../api.ts'
import { listAll } from '../list-all.ts'
import { profilePath, profilesKey } from './profiles.ts'

/** accessKey is the prefix of what a grant changes on one profile: the grants, everybody's rights, who used it. */
function accessKey(team: string, profile: string) {
  return [...profilesKey(team), 'access', profile] as const
}

export function grantsQuery(team: string, profile: string) {
  return queryOptions({
    queryKey: [...accessKey(team, profile), 'grants'],
    queryFn: ({ signal }) => fetchJson(GrantPageSchema, `${profilePath(team, profile)}/grants`, { signal }),
    staleTime: 2_000,
  })
}

export function memberAccessQuery(team: string, profile: string) {
  return queryOptions({
    queryKey: [...accessKey(team, profile), 'members'],
    queryFn: ({ signal }) => listAll(MemberAccessSchema, `${profilePath(team, profile)}/access`, signal),
    staleTime: 2_000,
  })
}

export function profileUsesQuery(team: string, profile: string) {
  return infiniteQueryOptions({
    queryKey: [...accessKey(team, profile), 'uses'],
    queryFn: ({ signal, pageParam }) => {
      const query = pageParam === null ? '' : `?after=${encodeURIComponent(pageParam)}`
      return fetchJson(ProfileUsePageSchema, `${profilePath(team, profile)}/uses${query}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 2_000,
  })
}

export function addGrant(team: string, profile: string, body: NewGrant) {
  return fetchJson(GrantSchema, `${profilePath(team, profile)}/grants`, { body })
}

export async function removeGrant(team: string, profile: string, grant: string): Promise<void> {
  const path = `${profilePath(team, profile)}/grants/${encodeURIComponent(grant)}`
  await fetchJson(z.unknown(), path, { method: 'DELETE' })
}
