import 'server-only'
import { isAPIError } from 'better-auth/api'
import { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { getAuth, MAX_PASSWORD } from './auth.ts'
import { findSession } from './find-session.ts'
import { beginAttempt } from './sign-in-throttle.ts'

export const SignInSchema = z.strictObject({
  email: z.string().trim().min(1, 'Give your e-mail address.').max(254),
  password: z.string().min(1, 'Give your password.').max(MAX_PASSWORD),
})

/** The answer to a wrong address and to a wrong password is one and the same. */
const wrong = () =>
  new AppError({ code: 'unauthenticated', message: 'The e-mail address or the password is not right.' })

/**
 * signIn checks e-mail address and password and gives the headers that set the session's cookie. Throws AppError
 * `unauthenticated` or, after too many failures, `rate_limited`. Both outcomes are audited.
 */
export async function signIn(account: z.output<typeof SignInSchema>, request: Request): Promise<Headers> {
  const email = account.email.toLowerCase()
  const attempt = await beginAttempt(email, request)
  const auth = await getAuth()
  let headers: Headers
  try {
    const signedIn = await auth.api.signInEmail({
      body: { email, password: account.password },
      returnHeaders: true,
    })
    headers = signedIn.headers
  } catch (error) {
    if (!isAPIError(error)) throw error
    await inTransaction((tx) =>
      recordAuditEvent(tx, { action: 'session.sign-in-failed', teamId: null, actor: email }),
    )
    throw wrong()
  }
  await attempt.succeed()
  await inTransaction((tx) =>
    recordAuditEvent(tx, { action: 'session.signed-in', teamId: null, actor: email }),
  )
  return headers
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
