import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { getEnv } from '#lib/server/base/env.ts'
import { takeToken } from '#lib/server/base/limiter.ts'
import { logger } from '#lib/server/base/logger.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { canMail, sendMail } from '#lib/server/mail/send-mail.ts'
import { RESET_MINUTES } from '#lib/shared/password-reset.ts'
import { findPasswordHash } from '../check-password.ts'
import { callerAddress } from '../sign-in-throttle.ts'
import { createReset, resetUrl } from './reset-token.ts'

const WINDOW_MS = 15 * 60_000
/** Asked from one address; more is somebody who tries addresses. */
const perAddress = { name: 'reset', max: 20, windowMs: WINDOW_MS }
/** Where no proxy tells addresses, everybody counts as one. */
const perServer = { name: 'reset', max: 200, windowMs: WINDOW_MS }
/** Mails to one account that are still good: nobody's mailbox is to be filled by others. */
const MAX_OPEN = 3
/** The work begins when the answer is gone: it differs between known and unknown addresses, and must not show. */
const LATER_MS = 200

/** canResetByMail tells whether a forgotten password can be reset by a link in a mail. */
export function canResetByMail(): boolean {
  return canMail()
}

/**
 * askReset takes the address of somebody who forgot the password. Whether there is such an account shows neither in
 * what it gives nor in its time: the mail is made afterwards. Throws AppError `conflict` without a mail server, and
 * `rate_limited`, both whatever the address.
 */
export function askReset(email: string, request: Request): void {
  if (!canMail()) {
    throw new AppError({
      code: 'conflict',
      message: 'This Keystream sends no e-mail.',
      advice: 'Ask an owner or admin of your team for a reset link.',
    })
  }
  const address = callerAddress(request)
  takeToken(address === '-' ? perServer : perAddress, address)
  setTimeout(() => void mailQuietly(email), LATER_MS)
}

/**
 * mailReset makes a link for the account of an address and mails it, audited; at most three that are still good. To
 * an account without a password it mails how one signs in to it. Does nothing for an unknown address.
 */
export async function mailReset(email: string): Promise<void> {
  const user = await getDatabase()
    .selectFrom('user')
    .where('email', '=', email)
    .select('id')
    .executeTakeFirst()
  if (!user) return
  if ((await findPasswordHash(user.id)) === null) {
    await sendMail({ to: email, subject: 'Signing in to Keystream', text: noPasswordText() })
    return
  }
  const link = await inTransaction(async (tx) => {
    const open = await tx
      .selectFrom('passwordReset')
      .where('userId', '=', user.id)
      .where('createdBy', 'is', null)
      .where('expiresAt', '>', isoNow())
      .select((e) => e.fn.countAll<number | string>().as('count'))
      .executeTakeFirstOrThrow()
    if (Number(open.count) >= MAX_OPEN) return null
    const { token } = await createReset(tx, user.id, null)
    const event = { teamId: null, actor: null, subject: user.id, details: { email } }
    await recordAuditEvent(tx, { ...event, action: 'password.reset-asked' })
    return resetUrl(token)
  })
  if (link === null) return
  await sendMail({ to: email, subject: 'A new password for Keystream', text: linkText(link) })
}

async function mailQuietly(email: string): Promise<void> {
  try {
    await mailReset(email)
  } catch (error) {
    logger.error('reset.failed', { errorName: error instanceof Error ? error.name : 'unknown' })
  }
}

/** linkText is the mail that brings a link. `by` is the address of who made it for somebody else. */
export function linkText(link: string, by: string | null = null): string {
  const why =
    by === null
      ? 'Somebody, most likely you, forgot the password of your account on Keystream.'
      : `${by} made a link with which you set a new password for your account on Keystream.`
  return [
    why,
    '',
    `Open this link within ${RESET_MINUTES} minutes to set a new one; it works once:`,
    '',
    link,
    '',
    'If you did not expect it, leave it alone: nothing changes then.',
    '',
  ].join('\n')
}

function noPasswordText(): string {
  const { oidc, publicUrl } = getEnv()
  const way = oidc ? `"Continue with ${oidc.name}"` : 'a passkey'
  return [
    'Somebody, most likely you, asked for a new password for your account on Keystream.',
    '',
    `This account has no password: sign in with ${way} at`,
    '',
    `${publicUrl}/sign-in`,
    '',
  ].join('\n')
}
