import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { onStart } from '#lib/server/base/lifecycle.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { appendEvent } from './job-journal.ts'
import { interrupted } from './job-runner.ts'

/**
 * interruptJobs ends every job that a former server left queued or running: nobody works on it any more, so it must
 * not look as if. Gives their number. For the server's start, before anything new begins.
 */
export async function interruptJobs(): Promise<number> {
  const left = await getDatabase()
    .selectFrom('job')
    .select(['id', 'teamId'])
    .where('state', 'in', ['queued', 'running'])
    .execute()
  const error = interrupted()
  for (const { id, teamId } of left) {
    await inTransaction(async (tx) => {
      const change = { state: 'interrupted', endedAt: isoNow(), error: JSON.stringify(error) }
      await tx.updateTable('job').set(change).where('id', '=', id).execute()
      await appendEvent(tx, id, { type: 'ended', state: 'interrupted', result: null, error })
      await recordAuditEvent(tx, {
        action: 'job.ended',
        teamId,
        actor: null,
        subject: id,
        details: { state: 'interrupted', code: error.code },
      })
    })
  }
  return left.length
}

/** interruptJobsOnStart hooks it into the server's start. */
export function interruptJobsOnStart(): void {
  onStart('jobs', async () => {
    await interruptJobs()
  })
}
