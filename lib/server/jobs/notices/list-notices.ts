import 'server-only'
import { getDatabase } from '#lib/server/db/database.ts'
import { type JobNotice, JobNoticeSchema } from '#lib/shared/job-notify.ts'
import { getJob, type JobId } from '../list-jobs.ts'

/** listNotices tells who was told of a job's end, or why not yet or not at all. Throws `not_found`. */
export async function listNotices(id: JobId): Promise<JobNotice[]> {
  await getJob(id)
  const rows = await getDatabase()
    .selectFrom('jobNotice as n')
    .leftJoin('jobWebhook as w', 'w.id', 'n.webhookId')
    .select(['n.id', 'n.channel', 'w.name', 'n.attempts', 'n.sentAt', 'n.nextAt', 'n.problem'])
    .where('n.jobId', '=', id.jobId)
    .orderBy('n.id')
    .execute()
  return rows.map((row) => JobNoticeSchema.parse(row))
}
