import 'server-only'
import { isoNow } from '#lib/server/base/clock.ts'
import type { Tx } from '#lib/server/db/database.ts'
import type { ApiError } from '#lib/shared/error-code.ts'
import { newId } from '#lib/shared/ids.ts'
import type { JobState } from '#lib/shared/job.ts'
import { JobNotifySchema } from '#lib/shared/job-notify.ts'

export interface JobEnd {
  readonly state: JobState
  readonly error: ApiError | null
}

/**
 * queueNotices keeps, in the transaction of a job's end, who is to be told of it: what is kept is sent whatever becomes
 * of this server. A cancel by a person is no failure; one by a right that was taken is.
 */
export async function queueNotices(tx: Tx, jobId: string, { state, error }: JobEnd): Promise<void> {
  const row = await tx.selectFrom('job').select('notify').where('id', '=', jobId).executeTakeFirst()
  if (!row || row.notify === null) return
  const { on, email, webhook } = JobNotifySchema.parse(JSON.parse(row.notify))
  if (on === 'failure' && error === null && state !== 'failed') return
  const now = isoNow()
  const common = { jobId, attempts: 0, nextAt: now, sentAt: null, problem: null, createdAt: now }
  const notices = [
    ...(email ? [{ channel: 'email', webhookId: null }] : []),
    ...(webhook === null ? [] : [{ channel: 'webhook', webhookId: webhook }]),
  ]
  for (const notice of notices)
    await tx
      .insertInto('jobNotice')
      .values({ id: newId('ntc'), ...common, ...notice })
      .execute()
}
