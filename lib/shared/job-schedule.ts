import { z } from 'zod'
import { ApiErrorSchema } from './error-code.ts'
import { IdSchema } from './ids.ts'
import { JobKindSchema, JobSpecSchema } from './job.ts'
import { JobNotifySchema } from './job-notify.ts'

const NameSchema = z.string().trim().min(1, 'Give it a name.').max(80)

/** ScheduleTimesSchema is when: five fields of cron (minute, hour, day, month, weekday) read in a time zone of IANA. */
export const ScheduleTimesSchema = z.strictObject({
  cron: z.string().trim().min(1, 'Say when.').max(100),
  timeZone: z.string().trim().min(1).max(60),
})
export type ScheduleTimes = z.infer<typeof ScheduleTimesSchema>

/** NextRunsSchema is the next times of a line, or what is wrong with it: somebody may still be typing. */
export const NextRunsSchema = z.object({ next: z.array(z.iso.datetime()), issue: ApiErrorSchema.nullable() })

/** MissedSchema says what becomes of times at which no server was up. */
export const MissedSchema = z.enum(['skip', 'once'])

/** JobScheduleSchema starts a job again and again, as the member who made it or changed it last. */
export const JobScheduleSchema = z.object({
  ...ScheduleTimesSchema.shape,
  id: IdSchema,
  name: z.string(),
  kind: JobKindSchema,
  profile: IdSchema,
  spec: JobSpecSchema,
  notify: JobNotifySchema.nullable(),
  missed: MissedSchema,
  /** `paused` by somebody; `stopped` by Keystream, which `stopReason` explains. */
  state: z.enum(['active', 'paused', 'stopped']),
  stopReason: z.string().nullable(),
  /** Null unless active. */
  nextAt: z.iso.datetime().nullable(),
  /** The last time that was due, what became of it, and its job when there was one. */
  lastAt: z.iso.datetime().nullable(),
  lastWord: z.string().nullable(),
  lastJobId: IdSchema.nullable(),
  /** Times left out because the former job still waited or ran. */
  overlapped: z.number().int(),
  /** Times left out because no server was up. */
  skipped: z.number().int(),
  runsAs: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type JobSchedule = z.infer<typeof JobScheduleSchema>

export const JobSchedulePageSchema = z.object({ items: z.array(JobScheduleSchema), next: z.null() })

const fields = {
  name: NameSchema,
  profile: IdSchema,
  spec: JobSpecSchema,
  notify: JobNotifySchema.nullable(),
  missed: MissedSchema,
  ...ScheduleTimesSchema.shape,
}

export const CreateJobScheduleSchema = z.strictObject({
  ...fields,
  notify: fields.notify.default(null),
  missed: fields.missed.default('skip'),
})
export type CreateJobSchedule = z.infer<typeof CreateJobScheduleSchema>

/** UpdateJobScheduleSchema: whoever changes more than `paused` is the one as whom it runs from then on. */
export const UpdateJobScheduleSchema = z.strictObject({ ...fields, paused: z.boolean() }).partial()
export type UpdateJobSchedule = z.infer<typeof UpdateJobScheduleSchema>
