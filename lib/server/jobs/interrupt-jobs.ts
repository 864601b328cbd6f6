import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { onStart } from '#lib/server/base/lifecycle.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { interrupted } from './job-ending.ts'
import { appendEvent } from './job-journal.ts'
import { isAbandoned } from './job-locks.ts'
import { queueNotices } from './notices/queue-notices.ts'

/**
 * interruptJobs ends every job that a former server left queued or running: nobody works on it any more, so it must
 * not look as if. Those of another server that lives are left alone. Gives how many were ended. For the server's start,
 * before anything new begins.
 */
export async function interruptJobs(): Promise<number> {
  const left = await getDatabase()
    .selectFrom('job')
    .select(['id', 'teamId'])
    .where('state', 'in', ['queued', 'running'])
    .execute()
  const error = interrupted()
  let ended = 0
  for (const { id, teamId } of left) {
    await inTransaction(async (tx) => {
      if (!(await isAbandoned(tx, id))) return
      const change = { state: 'interrupted', endedAt: isoNow(), error: JSON.stringify(error) }
      const { numUpdatedRows } = await tx
        .updateTable('job')
        .set(change)
        .where('id', '=', id)
        // Its server may have ended it since the look above.
        .where('endedAt', 'is', null)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) return
      ended += 1
      await appendEvent(tx, id, { type: 'ended', state: 'interrupted', result: null, error })
      await queueNotices(tx, id, { state: 'interrupted', error })
      await recordAuditEvent(tx, {
        action: 'job.ended',
        teamId,
        actor: null,
        subject: id,
        details: { state: 'interrupted', code: error.code },
      })
    })
  }
  return ended
}

/** interruptJobsOnStart hooks it into the server's start. */
export function interruptJobsOnStart(): void {
  onStart('jobs', async () => {
    await interruptJobs()
  })
}
