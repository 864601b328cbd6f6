import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { GroupFactsSchema, GroupPageSchema, type NewReset, ResetResultSchema } from '#lib/shared/group.ts'
import { fetchJson } from '../api.ts'
import { addSample, type GroupWatch, noSamples } from '../lag-history.ts'
import { profilePath, profilesKey } from './profiles.ts'

const PAGE = 50

/** groupsKey is the prefix of every query about a profile's consumer groups. */
export function groupsKey(team: string, profile: string) {
  return [...profilesKey(team), 'groups', profile] as const
}

/** groupPagesKey is the prefix of every list of them. */
export function groupPagesKey(team: string, profile: string) {
  return [...groupsKey(team, profile), 'pages'] as const
}

function groupPath(team: string, profile: string, group: string): string {
  return `${profilePath(team, profile)}/groups/${encodeURIComponent(group)}`
}

/** groupPageQuery: the groups that a profile reaches, by id, page by page; `search` is part of an id. */
export function groupPageQuery(team: string, profile: string, search: string) {
  return infiniteQueryOptions({
    queryKey: [...groupPagesKey(team, profile), search],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ limit: String(PAGE) })
      if (search !== '') query.set('search', search)
      if (pageParam !== null) query.set('after', pageParam)
      return fetchJson(GroupPageSchema, `${profilePath(team, profile)}/groups?${query}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 5_000,
    retry: false,
  })
}

/** groupWatchQuery: one group, with its lag as it was at each look since the page was opened. */
export function groupWatchQuery(team: string, profile: string, group: string) {
  return queryOptions({
    queryKey: [...groupsKey(team, profile), 'one', group],
    queryFn: async ({ signal, client, queryKey }): Promise<GroupWatch> => {
      const facts = await fetchJson(GroupFactsSchema, groupPath(team, profile, group), { signal })
      const before = client.getQueryData<GroupWatch>(queryKey)?.samples ?? noSamples
      return { facts, samples: addSample(before, facts, Date.now()) }
    },
    // The history belongs to the page that watched it; each look is a new one, so there is nothing to share.
    gcTime: 0,
    structuralSharing: false,
    retry: false,
  })
}

/** resetGroup moves a group's offsets, or says where they would go. */
export function resetGroup(place: { team: string; profile: string; group: string }, body: NewReset) {
  const { team, profile, group } = place
  return fetchJson(ResetResultSchema, groupPath(team, profile, group), { method: 'PATCH', body })
}

export function deleteGroup({ team, profile, group }: { team: string; profile: string; group: string }) {
  return fetchJson(z.null(), groupPath(team, profile, group), { method: 'DELETE' })
}
