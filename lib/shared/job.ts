import { z } from 'zod'
import { ConsumeMemberSchema, ConsumeReportSchema } from './consume-report.ts'
import { ConsumeSpecSchema } from './consume-spec.ts'
import { CopySpecSchema } from './copy-spec.ts'
import { ApiErrorSchema } from './error-code.ts'
import { IdSchema } from './ids.ts'
import { JobNotifySchema } from './job-notify.ts'
import { ProduceSpecSchema } from './produce-spec.ts'
import { RoundTripReportSchema } from './round-trip-report.ts'
import { RoundTripSpecSchema } from './round-trip-spec.ts'

export const JobSpecSchema = z.discriminatedUnion('kind', [
  ProduceSpecSchema,
  ConsumeSpecSchema,
  RoundTripSpecSchema,
  CopySpecSchema,
])
export type JobSpec = z.infer<typeof JobSpecSchema>

export const JobKindSchema = z.enum(['produce', 'consume', 'round-trip', 'copy'])
export type JobKind = z.infer<typeof JobKindSchema>

export const JobStateSchema = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted'])
export type JobState = z.infer<typeof JobStateSchema>

export const PartitionCountSchema = z.object({
  partition: z.number().int(),
  records: z.number(),
  /** First and last offset that this job wrote or read, null while none. */
  firstOffset: z.string().nullable(),
  lastOffset: z.string().nullable(),
  /** consume: of a partition that is held now, the records between what was taken and the end. */
  lag: z.number().optional(),
})

/**
 * DeliverySchema counts what became of the records that were read to be delivered elsewhere. Exactly:
 * read = delivered + redelivered + filtered + dropped + undecodable + failed + pending.
 */
export const DeliverySchema = z.object({
  read: z.number(),
  delivered: z.number(),
  /** They were there already: delivered once more, and known by their id. */
  redelivered: z.number(),
  filtered: z.number(),
  /** Left out on purpose, as tombstones are when the mapping says so. */
  dropped: z.number(),
  /** Nobody can read them, or they are not what the sink takes (JSON). */
  undecodable: z.number(),
  /** Refused for good: too large, rejected, a dead letter. */
  failed: z.number(),
  /** On their way; at the end, those of which nobody knows. */
  pending: z.number(),
  /** Calls or batches that were sent again. */
  retries: z.number(),
})
export type Delivery = z.infer<typeof DeliverySchema>

export const JobProgressSchema = z.object({
  /** produce: acknowledged; consume: consumed; copy: copied; round-trip: received. */
  done: z.number(),
  /** round-trip: acknowledged so far. */
  acknowledged: z.number().optional(),
  /** produce: records that the broker refused or that timed out. */
  failed: z.number(),
  total: z.number().nullable(),
  bytes: z.number(),
  recordsPerSecond: z.number(),
  /** Acknowledgement latency of a batch (produce), milliseconds. */
  latency: z.object({ p50: z.number(), p99: z.number(), max: z.number() }).nullable(),
  partitions: z.array(PartitionCountSchema),
  /** consume: end offset minus position, summed over the assigned partitions. */
  lag: z.number().nullable(),
  /** consume: more than one member. */
  members: z.array(ConsumeMemberSchema).optional(),
  /** copy, and consume or produce with a sink. */
  delivery: DeliverySchema.optional(),
})
export type JobProgress = z.infer<typeof JobProgressSchema>

export const JobResultSchema = JobProgressSchema.extend({
  seconds: z.number(),
  topicCreated: z.boolean(),
  groupId: z.string().nullable(),
  /** produce: how many records were made, sent or not; absent in jobs from before it was told. */
  taken: z.number().optional(),
  /** produce, of a collection: where it stood. */
  source: z
    .object({
      /** The `_id` up to which all are written, as Extended JSON; null when it is not known. */
      after: z.string().nullable(),
      /** How many behind it are written, too: they come once more when a job goes on there. */
      ahead: z.number().int(),
    })
    .optional(),
  stopReason: z.enum(['count', 'limit', 'duration', 'idle', 'cancelled', 'error', 'interrupted']),
  roundTrip: RoundTripReportSchema.optional(),
  consume: ConsumeReportSchema.optional(),
})
export type JobResult = z.infer<typeof JobResultSchema>

export const JobSchema = z.object({
  id: IdSchema,
  name: z.string(),
  kind: JobKindSchema,
  profileId: IdSchema,
  profileName: z.string(),
  profileVersion: z.number().int(),
  spec: JobSpecSchema,
  state: JobStateSchema,
  progress: JobProgressSchema.nullable(),
  result: JobResultSchema.nullable(),
  error: ApiErrorSchema.nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  notify: JobNotifySchema.nullable(),
  /** The schedule that started it. */
  scheduleId: IdSchema.nullable(),
  /** The job whose rest this one does. */
  resumedFrom: IdSchema.nullable(),
  /** The job that does the rest of this one; only of one job that has ended. */
  resumedBy: IdSchema.optional(),
  /** How many of the team's jobs wait before it; only of one job that waits. */
  ahead: z.number().int().optional(),
})
export type Job = z.infer<typeof JobSchema>

export const JobPageSchema = z.object({ items: z.array(JobSchema), next: z.string().nullable() })
export type JobPage = z.infer<typeof JobPageSchema>

export const StartJobSchema = z.strictObject({
  kind: JobKindSchema,
  profile: IdSchema,
  spec: JobSpecSchema,
  name: z.string().trim().min(1).max(80).optional(),
  notify: JobNotifySchema.optional(),
})
export type StartJob = z.infer<typeof StartJobSchema>
