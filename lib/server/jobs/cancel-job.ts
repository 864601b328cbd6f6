import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import type { Job } from '#lib/shared/job.ts'
import { getJobRunner } from './job-runner.ts'
import { getJob, type JobId } from './list-jobs.ts'

/**
 * cancelJob stops a job, within a second, and gives it as it stands then. A job that has ended stays as it is; one that
 * another server works on is given as it is, and ended there within some seconds. Throws `not_found`.
 */
export async function cancelJob(id: JobId & { readonly actor: { readonly email: string } }): Promise<Job> {
  const job = await getJob(id)
  if (job.endedAt !== null) return job
  await inTransaction(async (tx) => {
    await tx.updateTable('job').set({ cancelAskedAt: isoNow() }).where('id', '=', id.jobId).execute()
    await recordAuditEvent(tx, {
      action: 'job.cancelled',
      teamId: id.teamId,
      actor: id.actor.email,
      subject: id.jobId,
    })
  })
  await getJobRunner().cancel(id.jobId)
  return getJob(id)
}
