import 'server-only'
import type { Kysely } from 'kysely'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import type { Database, Tx } from '#lib/server/db/database.ts'
import type { AuditCheckpoint } from '#lib/shared/audit-query.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** listCheckpoints gives the checkpoints that are kept here, the oldest first: one a day. */
export async function listCheckpoints(db: Kysely<Database>): Promise<AuditCheckpoint[]> {
  return db.selectFrom('auditCheckpoint').select(['sequence', 'at', 'hash']).orderBy('sequence').execute()
}

/** makeDailyCheckpoint makes one when the newest is a day old; null when it is not, or when nothing happened since. */
export async function makeDailyCheckpoint(tx: Tx): Promise<AuditCheckpoint | null> {
  const newest = await newestCheckpoint(tx)
  if (newest && Date.parse(newest.at) > clock.now() - DAY_MS) return null
  return insertCheckpoint(tx, newest)
}

/** makeCheckpoint notes the chain's present end; when that was noted already, gives that one. Null for an empty log. */
export async function makeCheckpoint(tx: Tx): Promise<AuditCheckpoint | null> {
  const newest = await newestCheckpoint(tx)
  return (await insertCheckpoint(tx, newest)) ?? newest ?? null
}

function newestCheckpoint(tx: Tx) {
  return tx
    .selectFrom('auditCheckpoint')
    .select(['sequence', 'at', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
}

async function insertCheckpoint(
  tx: Tx,
  newest: AuditCheckpoint | undefined,
): Promise<AuditCheckpoint | null> {
  const end = await tx
    .selectFrom('auditEvent')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  // An end before the newest checkpoint was cut off: verifying says so, and a new checkpoint must not hide it.
  if (!end || (newest && end.sequence <= newest.sequence)) return null
  const checkpoint = { ...end, at: isoNow() }
  await tx
    .insertInto('auditCheckpoint')
    .values({ ...checkpoint, publishedAt: null })
    .execute()
  return checkpoint
}
