import 'server-only'
import type { Kysely } from 'kysely'
import type { Database } from '#lib/server/db/database.ts'
import { CHAIN_START, chainHash } from './audit-chain.ts'

export type AuditVerdict =
  | { readonly good: true; readonly events: number }
  | { readonly good: false; readonly firstBad: number }

/** Rows read at a time: some hundred bytes each. */
const PAGE = 1_000

/** verifyAuditChain recomputes every hash and names the first sequence number that is missing or does not fit. */
export async function verifyAuditChain(db: Kysely<Database>, key: Buffer): Promise<AuditVerdict> {
  let former = CHAIN_START
  let expected = 1
  for (;;) {
    const rows = await db
      .selectFrom('auditEvent')
      .selectAll()
      .where('sequence', '>=', expected)
      .orderBy('sequence')
      .limit(PAGE)
      .execute()
    for (const row of rows) {
      if (row.sequence !== expected || chainHash(key, former, row) !== row.hash) {
        return { good: false, firstBad: expected }
      }
      former = row.hash
      expected += 1
    }
    if (rows.length < PAGE) return { good: true, events: expected - 1 }
  }
}
