import 'server-only'
import type { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { takeToken } from '#lib/server/base/limiter.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import { sendMail } from '#lib/server/mail/send-mail.ts'
import { endSessions } from '#lib/server/teams/end-sessions.ts'
import { type CompleteResetSchema, RESET_MINUTES, type Reset } from '#lib/shared/password-reset.ts'
import { PASSWORD_PROVIDER } from '../check-password.ts'
import { requireGoodPassword } from '../create-user.ts'
import { hashPassword } from '../password.ts'
import { hasTotp } from '../totp.ts'
import { hashReset } from './reset-token.ts'

/** Nobody guesses 256 bits; this keeps somebody who tries from keeping the server busy with password hashes. */
const tries = { name: 'reset-link', max: 60, windowMs: 60_000 }

/** findReset shows whose password a link sets, to who holds it. Throws AppError `not_found` when it is over. */
export async function findReset(token: string): Promise<Reset> {
  const { userId, ...reset } = await look(token)
  return { ...reset, secondFactor: await hasTotp(userId) }
}

/**
 * completeReset sets the password that a link allows, once. Every session of the account ends and every other link;
 * the second factor stays and is asked for at the next sign-in, which this is not. Throws AppError `not_found` when
 * the link is over, `bad_request` for a password that is easy to guess. Audited; the person is told by e-mail.
 */
export async function completeReset({
  token,
  password,
}: z.output<typeof CompleteResetSchema>): Promise<void> {
  const { userId, name, email } = await look(token)
  await requireGoodPassword({ password, name, email })
  const hashed = await hashPassword(password)
  await inTransaction(async (tx) => {
    await claim(tx, token)
    await tx.deleteFrom('passwordReset').where('userId', '=', userId).execute()
    const account = tx.updateTable('account').set({ password: hashed, updatedAt: isoNow() })
    await account.where('userId', '=', userId).where('providerId', '=', PASSWORD_PROVIDER).execute()
    await endSessions(tx, userId)
    // Who forgot it has tried: the right one must not have to wait for the wrong ones.
    await tx.deleteFrom('signInFailure').where('account', '=', email).execute()
    await recordAuditEvent(tx, { action: 'password.reset', teamId: null, actor: email, subject: userId })
  })
  // To be told is how somebody notices that it was not they who did it (OWASP ASVS 5.0, 6.3.7).
  await sendMail({
    to: email,
    subject: 'Your password for Keystream was reset',
    text: 'The password of your account was set anew with a reset link, and every session ended.\n\nIf it was not you, tell whoever runs this Keystream at once.\n',
  })
}

async function look(token: string) {
  takeToken(tries, 'all')
  const row = await getDatabase()
    .selectFrom('passwordReset as r')
    .innerJoin('user as u', 'u.id', 'r.userId')
    .where('r.tokenHash', '=', hashReset(token))
    .where('r.expiresAt', '>', isoNow())
    .select(['r.userId', 'r.expiresAt', 'u.name', 'u.email'])
    .executeTakeFirst()
  if (!row) throw over()
  return row
}

/** Of two at the same time one claims it. */
async function claim(tx: Tx, token: string): Promise<void> {
  const gone = await tx
    .deleteFrom('passwordReset')
    .where('tokenHash', '=', hashReset(token))
    .where('expiresAt', '>', isoNow())
    .executeTakeFirst()
  if (gone.numDeletedRows !== 1n) throw over()
}

function over(): AppError {
  return new AppError({
    code: 'not_found',
    message: `This link was used, or is older than ${RESET_MINUTES} minutes.`,
    advice: 'Ask for a new one at the sign-in page.',
  })
}
