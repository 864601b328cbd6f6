import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import type { Tx } from '#lib/server/db/database.ts'
import { heldKeyring } from '#lib/server/vault/keyring.ts'
import type { AuditAction, AuditEvent } from '#lib/shared/audit-event.ts'
import { actingToken } from './acting-token.ts'
import { CHAIN_START, chainHash } from './audit-chain.ts'

export interface AuditEntry {
  readonly action: AuditAction
  readonly teamId: string | null
  /** Who did it, by e-mail address; null when nobody is known. */
  readonly actor: string | null
  /** The id of what it was done to. */
  readonly subject?: string | null
  /** Counts and names; never contents, never a secret. */
  readonly details?: AuditEvent['details']
}

/** A name from outside, such as an address that somebody typed at sign-in, must not fill the log. */
const MAX_TEXT = 200

/**
 * recordAuditEvent appends to the chain in the caller's transaction, so the act and its event are stored together or
 * not at all: throws AppError `unavailable` when it can't be written. Appends wait for each other, as transactions do.
 */
export async function recordAuditEvent(tx: Tx, entry: AuditEntry): Promise<void> {
  try {
    await append(tx, entry)
  } catch (cause) {
    throw new AppError({
      code: 'unavailable',
      message: 'The audit log cannot be written, so nothing was done.',
      advice: 'Tell whoever runs this server.',
      cause,
    })
  }
}

async function append(tx: Tx, entry: AuditEntry): Promise<void> {
  const key = heldKeyring().derive('audit')
  const last = await tx
    .selectFrom('auditEvent')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  const row = {
    sequence: (last?.sequence ?? 0) + 1,
    at: isoNow(),
    teamId: entry.teamId,
    actor: cut(entry.actor),
    action: entry.action,
    subject: cut(entry.subject ?? null),
    details: JSON.stringify(cutDetails({ ...entry.details, ...byToken() })),
  }
  await tx
    .insertInto('auditEvent')
    .values({ ...row, hash: chainHash(key, last?.hash ?? CHAIN_START, row) })
    .execute()
}

/** Who acts by a token is the person still; which token it was stands beside. */
function byToken(): { token?: string } {
  const token = actingToken()
  return token === undefined ? {} : { token }
}

function cutDetails(details: AuditEvent['details']): AuditEvent['details'] {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, typeof value === 'string' ? cut(value) : value]),
  )
}

function cut<T extends string | null>(text: T): T | string {
  return text !== null && text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
}
