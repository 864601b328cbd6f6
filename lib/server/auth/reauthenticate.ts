import 'server-only'
import { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { CodeSchema } from '#lib/shared/account.ts'
import { MAX_PASSWORD } from '#lib/shared/password-rules.ts'
import { provePasskey } from './answer-passkey.ts'
import { checkPassword } from './check-password.ts'
import type { SignedInUser } from './find-session.ts'
import { PasskeyAnswerSchema } from './passkeys.ts'
import { findProofEnd, markProven } from './recent-proof.ts'
import { beginAttempt } from './sign-in-throttle.ts'
import { takeTotp, wrongCode } from './totp.ts'

/** ProofSchema is one of the ways that the account has; see findProofWays. */
export const ProofSchema = z.union([
  z.strictObject({ password: z.string().min(1, 'Give your password.').max(MAX_PASSWORD) }),
  z.strictObject({ code: CodeSchema }),
  PasskeyAnswerSchema,
])
type Proof = z.output<typeof ProofSchema>

/** ProvenSchema says until when the session's proof is good. */
export const ProvenSchema = z.object({ provenUntil: z.iso.datetime() })

/**
 * reauthenticate takes a proof that the session is still used by its person and gives until when it is good. Throws
 * AppError `forbidden` with the field, or `rate_limited`: failures count together with those of sign-in. Both audited.
 */
export async function reauthenticate(
  user: SignedInUser,
  proof: Proof,
  request: Request,
): Promise<{ provenUntil: string }> {
  // Codes are counted apart, as at sign-in: a known password must not free new tries at them.
  const account = 'code' in proof ? `code:${user.email}` : user.email
  const attempt = await beginAttempt(account, request)
  if (!(await isGood(user, proof))) {
    await inTransaction((tx) =>
      recordAuditEvent(tx, { action: 'session.proof-failed', teamId: null, actor: user.email }),
    )
    throw refusalOf(proof)
  }
  await attempt.succeed()
  const way = 'password' in proof ? 'password' : 'code' in proof ? 'code' : 'passkey'
  return { provenUntil: await proveSession(user, way) }
}

/** proveSession begins the five minutes of a session, audited, and gives when they end. */
export async function proveSession(
  user: SignedInUser,
  way: 'password' | 'code' | 'passkey' | 'single-sign-on',
): Promise<string> {
  await inTransaction(async (tx) => {
    await markProven(tx, user.sessionId)
    await recordAuditEvent(tx, {
      action: 'session.proven',
      teamId: null,
      actor: user.email,
      details: { way },
    })
  })
  const end = await findProofEnd(user)
  if (end !== null) return end
  throw new AppError({ code: 'unauthenticated', message: 'The session has ended.', advice: 'Sign in again.' })
}

async function isGood(user: SignedInUser, proof: Proof): Promise<boolean> {
  if ('password' in proof) return checkPassword(user, proof.password)
  if ('code' in proof) return inTransaction((tx) => takeTotp(tx, user.userId, proof.code))
  return provePasskey(user.userId, proof)
}

function refusalOf(proof: Proof): AppError {
  if ('code' in proof) return wrongCode()
  if ('password' in proof) {
    return new AppError({ code: 'forbidden', message: 'The password is not right.', field: 'password' })
  }
  return new AppError({ code: 'forbidden', message: 'This passkey is not one of yours.', field: 'passkey' })
}
