import 'server-only'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { isoNow } from '#lib/server/base/clock.ts'
import { takeToken } from '#lib/server/base/limiter.ts'
import { type Database, getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { getKeyring } from '#lib/server/vault/keyring.ts'
import type { AuditCheckpoint, AuditVerdict } from '#lib/shared/audit-query.ts'
import { CHAIN_START, chainHash } from './audit-chain.ts'
import { listCheckpoints } from './checkpoint.ts'
import { recordAuditEvent } from './record-audit-event.ts'

export type ChainVerdict =
  | { readonly good: true; readonly events: number }
  | { readonly good: false; readonly firstBad: number; readonly reason: NonNullable<AuditVerdict['reason']> }

export type KnownPlace = Pick<AuditCheckpoint, 'sequence' | 'hash'>

/** A million events take seconds of one processor. */
const perTeam = { name: 'audit-verify', max: 4, windowMs: 60_000 }

/** Rows read at a time: some hundred bytes each, ten milliseconds in which nothing else runs. */
const PAGE = 1_000

/**
 * verifyAuditChain recomputes every hash and names the first sequence number that is missing or does not fit, that
 * differs from a checkpoint, or that a checkpoint names beyond the end: the log's end was cut off.
 */
export async function verifyAuditChain(
  db: Kysely<Database>,
  key: Buffer,
  options: { readonly checkpoints?: readonly KnownPlace[]; readonly signal?: AbortSignal } = {},
): Promise<ChainVerdict> {
  const known = new Map((options.checkpoints ?? []).map(({ sequence, hash }) => [sequence, hash]))
  let former = CHAIN_START
  let expected = 1
  for (;;) {
    options.signal?.throwIfAborted()
    const rows = await db
      .selectFrom('auditEvent')
      .selectAll()
      .where('sequence', '>=', expected)
      .orderBy('sequence')
      .limit(PAGE)
      .execute()
    for (const row of rows) {
      if (row.sequence !== expected || chainHash(key, former, row) !== row.hash) {
        return { good: false, firstBad: expected, reason: 'edited_or_missing' }
      }
      const told = known.get(expected)
      if (told !== undefined && told !== row.hash) {
        return { good: false, firstBad: expected, reason: 'checkpoint_differs' }
      }
      former = row.hash
      expected += 1
    }
    if (rows.length < PAGE) break
    // SQLite answers without ever waiting, so others would get no turn.
    await breathe()
  }
  const furthest = Math.max(0, ...known.keys())
  if (furthest >= expected) return { good: false, firstBad: expected, reason: 'cut' }
  return { good: true, events: expected - 1 }
}

/**
 * verifyAudit verifies the whole chain against the checkpoints that are kept here and those given, and records that it
 * did. `by` is null for whoever has a shell on the host.
 */
export async function verifyAudit(options: {
  readonly by: { readonly teamId: string; readonly email: string } | null
  readonly checkpoints?: readonly KnownPlace[]
  readonly signal?: AbortSignal
}): Promise<AuditVerdict> {
  if (options.by) takeToken(perTeam, options.by.teamId)
  const db = getDatabase()
  const kept = await listCheckpoints(db)
  const checkpoints = [...kept, ...(options.checkpoints ?? [])]
  const key = (await getKeyring()).derive('audit')
  const { signal } = options
  const chain = await verifyAuditChain(db, key, { checkpoints, ...(signal && { signal }) })
  const verdict: AuditVerdict = {
    good: chain.good,
    events: chain.good ? chain.events : chain.firstBad - 1,
    firstBad: chain.good ? null : chain.firstBad,
    reason: chain.good ? null : chain.reason,
    checkpoint: kept.at(-1) ?? null,
    at: isoNow(),
  }
  await inTransaction((tx) =>
    recordAuditEvent(tx, {
      action: 'audit.verified',
      teamId: options.by?.teamId ?? null,
      actor: options.by?.email ?? null,
      details: { good: verdict.good, events: verdict.events, firstBad: verdict.firstBad },
    }),
  )
  return verdict
}
