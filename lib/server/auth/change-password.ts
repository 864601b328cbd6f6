import 'server-only'
import { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { sendMail } from '#lib/server/mail/send-mail.ts'
import { endSessions } from '#lib/server/teams/end-sessions.ts'
import { MAX_PASSWORD, PasswordSchema } from '#lib/shared/password-rules.ts'
import { checkPassword, findPasswordHash, PASSWORD_PROVIDER } from './check-password.ts'
import { createPassword, requireGoodPassword } from './create-user.ts'
import type { SignedInUser } from './find-session.ts'
import { hashPassword } from './password.ts'
import { requireRecentProof } from './recent-proof.ts'
import { beginAttempt } from './sign-in-throttle.ts'

export const ChangePasswordSchema = z.strictObject({
  /** Not for an account that has no password yet: that asks for a recent proof instead. */
  current: z.string().max(MAX_PASSWORD).optional(),
  password: PasswordSchema,
})

/**
 * changePassword sets a new password and ends every other session of the account. Throws AppError `forbidden` with the
 * field when the current one is wrong, `rate_limited`, `bad_request` for one that is easy to guess. Audited.
 */
export async function changePassword(
  user: SignedInUser,
  change: z.output<typeof ChangePasswordSchema>,
  request: Request,
): Promise<{ sessionsEnded: number }> {
  const held = (await findPasswordHash(user.userId)) !== null
  if (held) await requireCurrent(user, change.current ?? '', request)
  else await requireRecentProof(user)
  await requireGoodPassword({ password: change.password, name: user.name, email: user.email })
  const hashed = await hashPassword(change.password)
  const sessionsEnded = await inTransaction(async (tx) => {
    if (held) {
      await tx
        .updateTable('account')
        .set({ password: hashed, updatedAt: isoNow() })
        .where('userId', '=', user.userId)
        .where('providerId', '=', PASSWORD_PROVIDER)
        .execute()
    } else {
      await createPassword(tx, user.userId, hashed)
    }
    await recordAuditEvent(tx, { action: 'password.changed', teamId: null, actor: user.email })
    return endSessions(tx, user.userId, user.sessionId)
  })
  // To be told is how somebody notices that it was not they who did it (OWASP ASVS 5.0, 6.3.7).
  await sendMail({
    to: user.email,
    subject: 'Your password for Keystream was changed',
    text: 'The password of your account was changed, and every other session ended.\n\nIf it was not you, tell whoever runs this Keystream at once.\n',
  })
  return { sessionsEnded }
}

async function requireCurrent(user: SignedInUser, current: string, request: Request): Promise<void> {
  const attempt = await beginAttempt(user.email, request)
  if (await checkPassword(user, current)) {
    await attempt.succeed()
    return
  }
  await inTransaction((tx) =>
    recordAuditEvent(tx, { action: 'session.proof-failed', teamId: null, actor: user.email }),
  )
  throw new AppError({ code: 'forbidden', message: 'The current password is not right.', field: 'current' })
}
