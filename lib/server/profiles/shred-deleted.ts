import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { clock } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { getKeyring } from '#lib/server/vault/keyring.ts'
import { KEEP_DELETED_DAYS } from '#lib/shared/deleted-profile.ts'

const DAY_MS = 86_400_000
/** A transaction each, so that nobody waits long; the rest waits for the next hour. */
const AT_ONCE = 100

/**
 * shredDeletedProfiles destroys what was deleted 30 days ago: wrapped keys, ciphertexts, faces. Its jobs and audit
 * events stay. Gives how many. Safe to run in several servers at once.
 */
export async function shredDeletedProfiles(): Promise<number> {
  await getKeyring()
  const before = new Date(clock.now() - KEEP_DELETED_DAYS * DAY_MS).toISOString()
  const due = await getDatabase()
    .selectFrom('profile')
    .select('id')
    .where('deletedAt', '<', before)
    .orderBy('deletedAt')
    .limit(AT_ONCE)
    .execute()
  let shredded = 0
  for (const { id } of due) if (await shred(id, before)) shredded += 1
  return shredded
}

function shred(id: string, before: string): Promise<boolean> {
  return inTransaction(async (tx) => {
    // The sealed versions and the faces go with it, by their foreign keys.
    const gone = await tx
      .deleteFrom('profile')
      .where('id', '=', id)
      // Restored meanwhile, or shredded by another server: nothing to do.
      .where('deletedAt', '<', before)
      .returning(['teamId', 'name'])
      .executeTakeFirst()
    if (!gone) return false
    const { teamId, name } = gone
    const event = { action: 'profile.shredded', teamId, actor: null, subject: id } as const
    await recordAuditEvent(tx, { ...event, details: { name } })
    return true
  })
}
