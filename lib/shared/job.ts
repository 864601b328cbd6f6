import { z } from 'zod'
import { ApiErrorSchema } from './error-code.ts'
import { IdSchema } from './ids.ts'
import { CompressionSchema } from './record.ts'
import { TopicNameSchema } from './topic.ts'

/** A million is what a cluster's acceptance needs; more is a load test, for which there are load tools. */
export const MAX_JOB_RECORDS = 1_000_000
/** A template is a line that a person typed or pasted, not a file. */
export const MAX_TEMPLATE_BYTES = 64 * 1024

export const ProduceSpecSchema = z.strictObject({
  kind: z.literal('produce'),
  topic: TopicNameSchema.optional(),
  count: z.number().int().min(1).max(MAX_JOB_RECORDS),
  /** Records a second; absent = as fast as the cluster acknowledges. */
  rate: z.number().positive().max(1_000_000).optional(),
  value: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('test-app') }),
      z.strictObject({ type: z.literal('template'), template: z.string().max(MAX_TEMPLATE_BYTES) }),
    ])
    .default({ type: 'test-app' }),
  /** A template for the key; absent = no key. */
  key: z.string().max(1024).optional(),
  headers: z
    .array(z.tuple([z.string().max(249), z.string().max(4096)]))
    .max(100)
    .optional(),
  compression: CompressionSchema.default('none'),
  /** Creates the topic first where the role may; an existing one is left as it is. */
  createTopic: z
    .strictObject({
      partitions: z.number().int().min(1).max(1000),
      replicationFactor: z.number().int().min(1).max(10),
    })
    .optional(),
})
export type ProduceSpec = z.infer<typeof ProduceSpecSchema>

export const ConsumeSpecSchema = z.strictObject({
  kind: z.literal('consume'),
  topic: TopicNameSchema.optional(),
  /** Default: the granted prefix + `ks-` + the job's id, so that no real application's offsets move. */
  groupId: z.string().min(1).max(255).optional(),
  from: z.enum(['earliest', 'latest']).default('earliest'),
  /** Stops after so many records. */
  limit: z.number().int().min(1).max(100_000_000).optional(),
  /** Stops when nothing arrived for so many seconds. */
  idleSeconds: z.number().min(1).max(86_400).optional(),
})
export type ConsumeSpec = z.infer<typeof ConsumeSpecSchema>

export const JobSpecSchema = z.discriminatedUnion('kind', [ProduceSpecSchema, ConsumeSpecSchema])
export type JobSpec = z.infer<typeof JobSpecSchema>

export const JobStateSchema = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted'])
export type JobState = z.infer<typeof JobStateSchema>

export const PartitionCountSchema = z.object({
  partition: z.number().int(),
  records: z.number(),
  /** First and last offset that this job wrote or read, null while none. */
  firstOffset: z.string().nullable(),
  lastOffset: z.string().nullable(),
})

export const JobProgressSchema = z.object({
  /** produce: acknowledged; consume: consumed. */
  done: z.number(),
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
})
export type JobProgress = z.infer<typeof JobProgressSchema>

export const JobResultSchema = JobProgressSchema.extend({
  seconds: z.number(),
  topicCreated: z.boolean(),
  groupId: z.string().nullable(),
  stopReason: z.enum(['count', 'limit', 'idle', 'cancelled', 'error', 'interrupted']),
})
export type JobResult = z.infer<typeof JobResultSchema>

export const JobSchema = z.object({
  id: IdSchema,
  name: z.string(),
  kind: z.enum(['produce', 'consume']),
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
})
export type Job = z.infer<typeof JobSchema>

export const JobPageSchema = z.object({ items: z.array(JobSchema), next: z.string().nullable() })
export type JobPage = z.infer<typeof JobPageSchema>

export const StartJobSchema = z.strictObject({
  kind: z.enum(['produce', 'consume']),
  profile: IdSchema,
  spec: JobSpecSchema,
  name: z.string().trim().min(1).max(80).optional(),
})
export type StartJob = z.infer<typeof StartJobSchema>
