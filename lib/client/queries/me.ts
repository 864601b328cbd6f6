import { queryOptions } from '@tanstack/react-query'
import { MeSchema } from '#lib/shared/team.ts'
import { fetchJson } from '../api.ts'

/** meQuery: who is signed in, and the teams. */
export function meQuery() {
  return queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => fetchJson(MeSchema, '/api/me', { signal }),
    staleTime: 60_000,
  })
}
