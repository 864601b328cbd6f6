import { z } from 'zod'
import { ResetLinkSchema, ResetSchema } from '#lib/shared/password-reset.ts'
import { fetchJson } from '../api.ts'
import { teamPath } from './profiles.ts'

/** askReset asks for a mail with a reset link; the answer is the same for every address. */
export async function askReset(email: string): Promise<void> {
  await fetchJson(z.unknown(), '/api/auth/reset', { body: { email } })
}

/** lookAtReset shows whose password a link sets; the token travels in the body, never in an address. */
export function lookAtReset(token: string) {
  return fetchJson(ResetSchema, '/api/auth/reset/look', { body: { token } })
}

export async function completeReset(body: { token: string; password: string }): Promise<void> {
  await fetchJson(z.unknown(), '/api/auth/reset/complete', { body })
}

export function makeResetLink(team: string, user: string) {
  const path = `${teamPath(team)}/members/${encodeURIComponent(user)}/reset-link`
  return fetchJson(ResetLinkSchema, path, { method: 'POST' })
}
