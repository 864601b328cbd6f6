import 'server-only'
import { randomBytes, randomUUID } from 'node:crypto'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import type { Tx } from '#lib/server/db/database.ts'
import type { SignInMethod } from '#lib/shared/account.ts'
import { getAuth, SESSION_SECONDS } from './auth.ts'
import { callerAddress } from './sign-in-throttle.ts'

const TOKEN_BYTES = 32
/** A browser's own words for itself, shown in the list of sessions. */
const MAX_USER_AGENT = 300

export interface NewSession {
  readonly userId: string
  readonly email: string
  readonly method: SignInMethod
  readonly request: Request
}

/**
 * openSession stores a session in the caller's transaction, beside the audit event that somebody signed in, and gives
 * its token for `sessionCookie`. Throws AppError `forbidden` for somebody who is disabled in every team they are in.
 */
export async function openSession(tx: Tx, session: NewSession): Promise<string> {
  const { userId, email, method, request } = session
  await refuseDisabled(tx, userId)
  const now = isoNow()
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const address = callerAddress(request)
  await tx.deleteFrom('session').where('userId', '=', userId).where('expiresAt', '<=', now).execute()
  await tx
    .insertInto('session')
    .values({
      id: randomUUID(),
      token,
      userId,
      createdAt: now,
      updatedAt: now,
      expiresAt: new Date(clock.now() + SESSION_SECONDS * 1000).toISOString(),
      ipAddress: address === '-' ? null : address,
      userAgent: request.headers.get('user-agent')?.slice(0, MAX_USER_AGENT) ?? null,
      lastSeenAt: now,
      provenAt: null,
      method,
    })
    .execute()
  await recordAuditEvent(tx, {
    action: 'session.signed-in',
    teamId: null,
    actor: email,
    subject: userId,
    details: { method },
  })
  return token
}

/** sessionCookie gives the headers that set the cookie of a stored session. */
export async function sessionCookie(token: string): Promise<Headers> {
  const auth = await getAuth()
  const { headers } = await auth.api.signSessionCookie({ body: { token }, returnHeaders: true })
  return headers
}

async function refuseDisabled(tx: Tx, userId: string): Promise<void> {
  const places = await tx.selectFrom('member').where('userId', '=', userId).select('disabledAt').execute()
  if (places.length === 0 || places.some((place) => place.disabledAt === null)) return
  throw new AppError({
    code: 'forbidden',
    message: 'This account is disabled.',
    advice: 'Ask an owner or admin of your team.',
  })
}
