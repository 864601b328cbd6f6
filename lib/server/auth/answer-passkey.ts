import 'server-only'
import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from '@simplewebauthn/server'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { takeToken } from '#lib/server/base/limiter.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import { takeChallenge } from './challenge.ts'
import { openSession, sessionCookie } from './open-session.ts'
import {
  askForPasskey,
  type PasskeyAnswer,
  type PasskeyOptions,
  parseTransports,
  relyingParty,
} from './passkeys.ts'
import { callerAddress } from './sign-in-throttle.ts'

/** A passkey can't be guessed; this bounds the work that somebody without one can cause. */
const tries = { name: 'passkey', max: 60, windowMs: 60_000 }

/** beginPasskeySignIn gives what the browser needs to sign in with any passkey that it has for this site. */
export function beginPasskeySignIn(request: Request): Promise<PasskeyOptions> {
  takeToken(tries, callerAddress(request))
  return askForPasskey('passkey-sign-in', null)
}

/**
 * signInWithPasskey begins a session and gives the headers that set its cookie. The device has asked for a finger or
 * a PIN, so no code is asked for. Throws AppError `unauthenticated`, `forbidden` for a disabled account. Audited.
 */
export async function signInWithPasskey(answer: PasskeyAnswer, request: Request): Promise<Headers> {
  takeToken(tries, callerAddress(request))
  const used = await checkAnswer('passkey-sign-in', answer, null)
  if (!used) {
    await inTransaction((tx) =>
      recordAuditEvent(tx, {
        action: 'session.sign-in-failed',
        teamId: null,
        actor: null,
        details: { step: 'passkey' },
      }),
    )
    throw new AppError({
      code: 'unauthenticated',
      message: 'This passkey is not known here.',
      advice: 'Sign in another way; passkeys are added on the page of your account.',
    })
  }
  const token = await inTransaction(async (tx) => {
    await markUsed(tx, used)
    return openSession(tx, { userId: used.userId, email: used.email, method: 'passkey', request })
  })
  return sessionCookie(token)
}

/** provePasskey tells whether the answer comes from one of this person's passkeys, and marks it as used. */
export async function provePasskey(userId: string, answer: PasskeyAnswer): Promise<boolean> {
  const used = await checkAnswer('passkey-proof', answer, userId)
  if (used) await inTransaction((tx) => markUsed(tx, used))
  return used !== null
}

interface UsedPasskey {
  readonly id: string
  readonly userId: string
  readonly email: string
  readonly counter: number
}

async function checkAnswer(
  kind: 'passkey-sign-in' | 'passkey-proof',
  answer: PasskeyAnswer,
  userId: string | null,
): Promise<UsedPasskey | null> {
  const asked = await takeChallenge(kind, answer.challenge)
  if (asked.userId !== userId) return null
  const row = await getDatabase()
    .selectFrom('passkey')
    .innerJoin('user', 'user.id', 'passkey.userId')
    .where('passkey.credentialId', '=', answer.passkey.id)
    .$if(userId !== null, (query) => query.where('passkey.userId', '=', userId ?? ''))
    .selectAll('passkey')
    .select('user.email')
    .executeTakeFirst()
  if (!row) return null
  const { id: rpId, origins } = relyingParty()
  // It throws for anything that does not fit: another site, another challenge, a signature that is wrong, a counter
  // that went backwards as a cloned key's does.
  const verified = await verifyAuthenticationResponse({
    response: answer.passkey as unknown as AuthenticationResponseJSON,
    expectedChallenge: asked.data.challenge ?? '',
    expectedOrigin: origins,
    expectedRPID: rpId,
    credential: {
      id: row.credentialId,
      publicKey: new Uint8Array(row.publicKey),
      counter: row.counter,
      transports: parseTransports(row.transports),
    },
    requireUserVerification: true,
  }).catch(() => null)
  if (!verified?.verified) return null
  return { id: row.id, userId: row.userId, email: row.email, counter: verified.authenticationInfo.newCounter }
}

async function markUsed(tx: Tx, used: UsedPasskey): Promise<void> {
  await tx
    .updateTable('passkey')
    .set({ counter: used.counter, lastUsedAt: isoNow() })
    .where('id', '=', used.id)
    .execute()
}
