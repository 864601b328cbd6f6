import { infiniteQueryOptions } from '@tanstack/react-query'
import { JobPageSchema } from '#lib/shared/job.ts'
import { fetchJson } from '../api.ts'
import { jobsKey } from './jobs.ts'
import { teamPath } from './profiles.ts'

const PAGE = 50

/** JobChoice is which jobs of the history are asked for, as the API's query names it; `state` may be several, by commas. */
export interface JobChoice {
  text?: string
  state?: string
  kind?: string
  profile?: string
  schedule?: string
  from?: string
  to?: string
}

/** jobPageQuery: a team's jobs that fit, newest first, page by page. */
export function jobPageQuery(team: string, choice: JobChoice = {}) {
  return infiniteQueryOptions({
    queryKey: [...jobsKey(team), 'pages', choice],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ ...choice, limit: String(PAGE) })
      if (pageParam !== null) query.set('after', pageParam)
      return fetchJson(JobPageSchema, `${teamPath(team)}/jobs?${query}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 2_000,
  })
}
