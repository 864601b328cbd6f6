import { z } from 'zod'
import { MAX_JOB_RECORDS } from './produce-spec.ts'
import { CompressionSchema } from './record.ts'
import { TopicNameSchema } from './topic.ts'

/** Below it the envelope (run, numbers, time) would not fit. */
export const MIN_ROUND_TRIP_BYTES = 128
/** Brokers take a megabyte a batch at their defaults. */
export const MAX_ROUND_TRIP_BYTES = 900_000
/** The order is watched for each of them: eight bytes a key. */
export const MAX_ROUND_TRIP_KEYS = 100_000

export const RoundTripSpecSchema = z.strictObject({
  kind: z.literal('round-trip'),
  topic: TopicNameSchema.optional(),
  count: z.number().int().min(1).max(MAX_JOB_RECORDS).default(1000),
  /** Records a second; absent = as fast as the cluster acknowledges. */
  rate: z.number().positive().max(1_000_000).optional(),
  /** How long each record's value is. */
  valueBytes: z.number().int().min(MIN_ROUND_TRIP_BYTES).max(MAX_ROUND_TRIP_BYTES).default(200),
  /** How many distinct keys: with few, each partition is watched for its order, with many, they spread evenly. */
  keys: z.number().int().min(1).max(MAX_ROUND_TRIP_KEYS).default(100),
  compression: CompressionSchema.default('none'),
  /** Creates the topic first where the role may; an existing one is left as it is. */
  createTopic: z
    .strictObject({
      partitions: z.number().int().min(1).max(1000),
      replicationFactor: z.number().int().min(1).max(10),
    })
    .optional(),
  /** Default: the granted prefix + `ks-` + the job's id. */
  groupId: z.string().min(1).max(255).optional(),
  /** How long the group may take, after the last record was written, to receive what is outstanding. */
  timeoutSeconds: z.number().min(1).max(3600).default(60),
})
export type RoundTripSpec = z.infer<typeof RoundTripSpecSchema>
