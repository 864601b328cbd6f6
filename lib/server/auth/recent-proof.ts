import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, type Tx } from '#lib/server/db/database.ts'

/** OWASP ASVS 5.0, 7.5.1 and 7.5.3: what can't be taken back asks again; five minutes last for one piece of work. */
const PROOF_MINUTES = 5

/** Prover is who acts: by a session, or by something that has none, such as an API token. */
export interface Prover {
  readonly sessionId?: string | undefined
}

/**
 * requireRecentProof throws AppError `reauthentication_required` unless this very session proved within the last five
 * minutes who uses it. Signing in is no such proof: an open, forgotten desk is what it guards against. A caller
 * without a session never passes.
 */
export async function requireRecentProof(prover: Prover): Promise<void> {
  if ((await findProofEnd(prover)) !== null) return
  throw new AppError({
    code: 'reauthentication_required',
    message: 'This asks for a proof that it is you.',
    advice: `Give your password or a code again; that is good for ${PROOF_MINUTES} min.`,
  })
}

/** findProofEnd gives when the session's proof ends, in ISO 8601, or null when there is none that still holds. */
export async function findProofEnd(prover: Prover): Promise<string | null> {
  if (prover.sessionId === undefined) return null
  const row = await getDatabase()
    .selectFrom('session')
    .where('id', '=', prover.sessionId)
    .select('provenAt')
    .executeTakeFirst()
  if (!row?.provenAt) return null
  const end = Date.parse(row.provenAt) + PROOF_MINUTES * 60_000
  return end > clock.now() ? new Date(end).toISOString() : null
}

/** markProven begins the five minutes of a session, in the caller's transaction. */
export async function markProven(tx: Tx, sessionId: string): Promise<void> {
  await tx.updateTable('session').set({ provenAt: isoNow() }).where('id', '=', sessionId).execute()
}
