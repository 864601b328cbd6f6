import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import type { Job } from '#lib/shared/job.ts'
import type { JobNotify } from '#lib/shared/job-notify.ts'
import { assertNotify } from './assert-notify.ts'
import { getJob, type JobId } from './list-jobs.ts'

/**
 * changeNotify says who is told of the end of a job that has not ended, and gives the job. Throws `not_found`,
 * `unprocessable` for a way that is not there, `conflict` when it has ended.
 */
export async function changeNotify(id: JobId & { readonly notify: JobNotify | null }): Promise<Job> {
  const { teamId, jobId, notify } = id
  const { profileId } = await getJob(id)
  await assertNotify(teamId, profileId, notify)
  const { numUpdatedRows } = await getDatabase()
    .updateTable('job')
    .set({ notify: notify && JSON.stringify(notify) })
    .where('teamId', '=', teamId)
    .where('id', '=', jobId)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n)
    throw new AppError({ code: 'conflict', message: 'The job has ended: nobody is to be told any more.' })
  return getJob(id)
}
