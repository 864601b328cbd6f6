import { infiniteQueryOptions } from '@tanstack/react-query'
import { JobPageSchema } from '#lib/shared/job.ts'
import { fetchJson } from '../api.ts'
import { jobsKey } from './jobs.ts'
import { teamPath } from './profiles.ts'

const PAGE = 50

/** jobPageQuery: a team's jobs, or one profile's, newest first, page by page. */
export function jobPageQuery(team: string, profile?: string) {
  return infiniteQueryOptions({
    queryKey: [...jobsKey(team), 'pages', profile ?? null],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ limit: String(PAGE) })
      if (profile !== undefined) query.set('profile', profile)
      if (pageParam !== null) query.set('after', pageParam)
      return fetchJson(JobPageSchema, `${teamPath(team)}/jobs?${query}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 2_000,
  })
}
