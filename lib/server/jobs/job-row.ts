import 'server-only'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { JobEventTable, JobTable } from '#lib/server/db/job-tables.ts'
import { ApiErrorSchema } from '#lib/shared/error-code.ts'
import { type Job, JobProgressSchema, JobResultSchema, JobSchema, JobSpecSchema } from '#lib/shared/job.ts'
import { type JobEvent, JobEventSchema } from '#lib/shared/job-event.ts'
import { JobNotifySchema } from '#lib/shared/job-notify.ts'

const jsonOf = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema)

const RowSchema = z.object({
  spec: jsonOf(JobSpecSchema),
  progress: jsonOf(JobProgressSchema).nullable(),
  result: jsonOf(JobResultSchema).nullable(),
  error: jsonOf(ApiErrorSchema).nullable(),
  notify: jsonOf(JobNotifySchema).nullable(),
})

/** jobOfRow makes the job that people see of a stored row. */
export function jobOfRow(row: Selectable<JobTable>): Job {
  return JobSchema.parse({ ...row, ...RowSchema.parse(row) })
}

/** eventOfRow makes one line of a journal. */
export function eventOfRow({ sequence, at, body }: Selectable<JobEventTable>): JobEvent {
  const said: unknown = JSON.parse(body)
  return JobEventSchema.parse({ sequence, at, body: said })
}
