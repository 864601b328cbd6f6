import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import { getEnv } from '#lib/server/base/env.ts'
import type { Tx } from '#lib/server/db/database.ts'
import { RESET_MINUTES } from '#lib/shared/password-reset.ts'

const TOKEN_BYTES = 32

export interface NewReset {
  readonly token: string
  readonly expiresAt: string
}

/**
 * createReset stores, in the caller's transaction, that a link may set somebody's password: once, within sixty minutes.
 * `by` is the address of who made it, or null when it was asked for at the sign-in page or on the host.
 */
export async function createReset(tx: Tx, userId: string, by: string | null): Promise<NewReset> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const expiresAt = new Date(clock.now() + RESET_MINUTES * 60_000).toISOString()
  await tx.deleteFrom('passwordReset').where('expiresAt', '<=', isoNow()).execute()
  await tx
    .insertInto('passwordReset')
    .values({ tokenHash: hashReset(token), userId, createdAt: isoNow(), createdBy: by, expiresAt })
    .execute()
  return { token, expiresAt }
}

/** hashReset is what the database keeps: 256 random bits need no slow hash. */
export function hashReset(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** resetUrl is the page to open; the token stands behind `#`, which no browser sends and no server logs. */
export function resetUrl(token: string): string {
  return `${getEnv().publicUrl}/reset#token=${token}`
}
