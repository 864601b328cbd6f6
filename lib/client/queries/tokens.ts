import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { ApiTokenPageSchema, CreatedTokenSchema, type CreateToken } from '#lib/shared/api-token.ts'
import { fetchJson } from '../api.ts'
import { teamPath } from './profiles.ts'

/** tokensKey is the prefix of every query about a team's API tokens. */
export function tokensKey(team: string) {
  return ['teams', team, 'tokens'] as const
}

export function tokensQuery(team: string) {
  return queryOptions({
    queryKey: tokensKey(team),
    queryFn: async ({ signal }) =>
      (await fetchJson(ApiTokenPageSchema, `${teamPath(team)}/tokens`, { signal })).items,
    staleTime: 5_000,
  })
}

/** createToken makes a token; the answer is the only place where its text ever stands. Wants a recent proof. */
export function createToken(team: string, body: CreateToken) {
  return fetchJson(CreatedTokenSchema, `${teamPath(team)}/tokens`, { body })
}

export async function revokeToken(team: string, token: string): Promise<void> {
  await fetchJson(z.unknown(), `${teamPath(team)}/tokens/${encodeURIComponent(token)}`, { method: 'DELETE' })
}
