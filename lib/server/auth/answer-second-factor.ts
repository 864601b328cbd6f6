import 'server-only'
import { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import { finishChallenge, tryChallenge } from './challenge.ts'
import { openSession, sessionCookie } from './open-session.ts'
import { takeRecoveryCode } from './recovery-codes.ts'
import { beginAttempt } from './sign-in-throttle.ts'
import { takeTotp, wrongCode } from './totp.ts'

export const SecondFactorSchema = z.strictObject({
  challenge: z.string().min(1).max(128),
  /** Six digits of the app, or a recovery code. */
  code: z.string().trim().min(1, 'Give the code.').max(40),
})

/** Six digits can be guessed by many machines at once, so failures count for the account wherever they come from. */
const MAX_CODES_ANYWHERE = 15

/**
 * answerSecondFactor ends a sign-in that asked for a code, and gives the headers that set the session's cookie. A
 * recovery code serves once. Throws AppError `forbidden` with the field for a wrong code, `unauthenticated` when the
 * challenge is over, `rate_limited` after too many failures; failures are audited.
 */
export async function answerSecondFactor(
  answer: z.output<typeof SecondFactorSchema>,
  request: Request,
): Promise<Headers> {
  const { userId } = await tryChallenge('second-factor', answer.challenge)
  const user = await findUser(userId)
  // Counted apart from passwords: the right password, given again and again, must not free new tries at the code.
  const attempt = await beginAttempt(`code:${user.email}`, request, { anywhere: MAX_CODES_ANYWHERE })
  const token = await inTransaction(async (tx) => {
    const method = await takeCode(tx, user.id, answer.code)
    if (method === null) return null
    await finishChallenge(tx, answer.challenge)
    return openSession(tx, { userId: user.id, email: user.email, method, request })
  })
  if (token === null) {
    await inTransaction((tx) =>
      recordAuditEvent(tx, {
        action: 'session.sign-in-failed',
        teamId: null,
        actor: user.email,
        details: { step: 'code' },
      }),
    )
    throw wrongCode()
  }
  await attempt.succeed()
  return sessionCookie(token)
}

async function takeCode(tx: Tx, userId: string, code: string) {
  const digits = code.replace(/\s/g, '')
  if (/^\d{6}$/.test(digits)) return (await takeTotp(tx, userId, digits)) ? 'password-and-code' : null
  return (await takeRecoveryCode(tx, userId, code)) ? 'recovery-code' : null
}

async function findUser(userId: string | null): Promise<{ id: string; email: string }> {
  const user = await getDatabase()
    .selectFrom('user')
    .where('id', '=', userId ?? '')
    .select(['id', 'email'])
    .executeTakeFirst()
  if (user) return user
  throw new AppError({ code: 'unauthenticated', message: 'The account is gone.', advice: 'Begin again.' })
}
