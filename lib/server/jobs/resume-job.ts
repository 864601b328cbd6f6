import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import type { Job } from '#lib/shared/job.ts'
import { resumePlan } from '#lib/shared/resume-plan.ts'
import { findResumed, getJob } from './list-jobs.ts'
import { startJob } from './start-job.ts'
import type { JobStarter } from './watch-rights.ts'

/**
 * resumeJob starts a job that does the rest of one that ended early, with the profile's present version; audited. Once
 * for each job: what is left then is the new one's. Throws `conflict` with the reason where that is not sound, and what
 * startJob throws.
 */
export async function resumeJob({
  member,
  jobId,
}: {
  readonly member: JobStarter
  readonly jobId: string
}): Promise<Job> {
  const job = await getJob({ teamId: member.teamId, jobId })
  const plan = resumePlan(job)
  if (!plan.can)
    throw new AppError({
      code: 'conflict',
      message: `This job can’t be resumed. ${plan.why}`,
      advice: 'Run it again to do all of it.',
    })
  await assertFirst(jobId)
  const { name, notify, scheduleId, profileId: profile } = job
  const input = { kind: plan.spec.kind, profile, spec: plan.spec, name, ...(notify && { notify }) }
  const origin = { resumedFrom: jobId, ...(scheduleId !== null && { scheduleId }) }
  const resumed = await startJob({ member, input, origin }).catch(async (error: unknown) => {
    // Somebody else may have been first at the same moment, which the index refuses.
    await assertFirst(jobId)
    throw error
  })
  await inTransaction((tx) =>
    recordAuditEvent(tx, {
      action: 'job.resumed',
      teamId: member.teamId,
      actor: member.email,
      subject: jobId,
      details: { job: resumed.id },
    }),
  )
  return resumed
}

async function assertFirst(jobId: string): Promise<void> {
  const former = await findResumed(jobId)
  if (former === undefined) return
  throw new AppError({
    code: 'conflict',
    message: `This job was resumed already, as ${former}.`,
    advice: 'If that one did not come to its end either, resume that one.',
  })
}
