import 'server-only'
import { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import type { SignInMethod } from '#lib/shared/account.ts'
import { MAX_PASSWORD } from '#lib/shared/password-rules.ts'
import { getAuth } from './auth.ts'
import { makeChallenge } from './challenge.ts'
import { checkPassword } from './check-password.ts'
import { findSession } from './find-session.ts'
import { openSession, sessionCookie } from './open-session.ts'
import { beginAttempt } from './sign-in-throttle.ts'
import { hasTotp } from './totp.ts'

export const SignInSchema = z.strictObject({
  email: z.string().trim().min(1, 'Give your e-mail address.').max(254),
  password: z.string().min(1, 'Give your password.').max(MAX_PASSWORD),
})

/** The answer to a wrong address and to a wrong password is one and the same. */
const wrong = () =>
  new AppError({ code: 'unauthenticated', message: 'The e-mail address or the password is not right.' })

/** Begun is a session's cookie, or what has to be answered with a code first. */
export type Begun = { readonly headers: Headers } | { readonly challenge: string }

/**
 * beginSignIn checks e-mail address and password. Where the account has a second factor, the answer is a challenge for
 * `answerSecondFactor`, good for five minutes. Throws AppError `unauthenticated`, `forbidden` for a disabled account
 * or, after too many failures, `rate_limited`. Both outcomes are audited. An unknown address takes the same time.
 */
export async function beginSignIn(
  account: z.output<typeof SignInSchema>,
  request: Request,
  method: SignInMethod = 'password',
): Promise<Begun> {
  const email = account.email.toLowerCase()
  const attempt = await beginAttempt(email, request)
  const user = await getDatabase()
    .selectFrom('user')
    .where('email', '=', email)
    .select('id')
    .executeTakeFirst()
  if (!(await checkPassword({ userId: user?.id ?? null, email }, account.password)) || !user) {
    await inTransaction((tx) =>
      recordAuditEvent(tx, { action: 'session.sign-in-failed', teamId: null, actor: email }),
    )
    throw wrong()
  }
  await attempt.succeed()
  if (await hasTotp(user.id)) {
    return { challenge: await makeChallenge({ kind: 'second-factor', userId: user.id }) }
  }
  const token = await inTransaction((tx) => openSession(tx, { userId: user.id, email, method, request }))
  return { headers: await sessionCookie(token) }
}

/** signIn is beginSignIn for an account without a second factor: it gives the headers that set the cookie. */
export async function signIn(
  account: z.output<typeof SignInSchema>,
  request: Request,
  method?: SignInMethod,
): Promise<Headers> {
  const begun = await beginSignIn({ email: account.email, password: account.password }, request, method)
  if ('headers' in begun) return begun.headers
  throw new AppError({ code: 'unauthenticated', message: 'This account asks for a code, too.' })
}

/** signOut ends the session on the server and gives the headers that clear its cookie. Does nothing without one. */
export async function signOut(request: Request): Promise<Headers> {
  const user = await findSession(request.headers)
  const auth = await getAuth()
  const { headers } = await auth.api.signOut({ headers: request.headers, returnHeaders: true })
  if (user) {
    await inTransaction((tx) =>
      recordAuditEvent(tx, { action: 'session.signed-out', teamId: null, actor: user.email }),
    )
  }
  return headers
}
