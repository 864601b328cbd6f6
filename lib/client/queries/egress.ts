import { queryOptions } from '@tanstack/react-query'
import { EgressViewSchema, type TeamEgress } from '#lib/shared/egress-policy.ts'
import { fetchJson } from '../api.ts'
import { teamPath } from './profiles.ts'

export function egressQuery(team: string) {
  return queryOptions({
    queryKey: ['teams', team, 'egress'],
    queryFn: ({ signal }) => fetchJson(EgressViewSchema, `${teamPath(team)}/egress`, { signal }),
    staleTime: 10_000,
  })
}

export function changeEgress(team: string, body: TeamEgress) {
  return fetchJson(EgressViewSchema, `${teamPath(team)}/egress`, { method: 'PUT', body })
}
