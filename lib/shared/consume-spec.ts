import { z } from 'zod'
import { numberDecoders } from './decoder.ts'
import { SinkSpecSchema } from './sink-spec.ts'
import { TopicNameSchema } from './topic.ts'

/** More members than this share out nothing that fewer do not show. */
export const MAX_CONSUME_MEMBERS = 8

/** What values can be expected to be, without a schema. */
export const expectableDecoders = ['json', 'text', ...numberDecoders, 'uuid', 'msgpack', 'cbor'] as const

/**
 * ConsumeFromSchema is where partitions begin that the group never committed; a committed offset always goes before.
 * `time:` takes ISO 8601 or milliseconds since 1970.
 */
export const ConsumeFromSchema = z.union([z.enum(['earliest', 'latest']), z.string().refine(isTime)], {
  error: 'It is earliest, latest, or time:2026-01-31T00:00:00Z.',
})

export const CommitPolicySchema = z.enum(['each-second', 'end', 'never'])
export type CommitPolicy = z.infer<typeof CommitPolicySchema>

export const ConsumeSpecSchema = z.strictObject({
  kind: z.literal('consume'),
  topic: TopicNameSchema.optional(),
  /** Default: the granted prefix + `ks-` + the job's id, so that no real application's offsets move. */
  groupId: z.string().min(1).max(255).optional(),
  from: ConsumeFromSchema.default('earliest'),
  /** Stops after so many records. */
  limit: z.number().int().min(1).max(100_000_000).optional(),
  /** Stops when nothing arrived for so many seconds. */
  idleSeconds: z.number().min(1).max(86_400).optional(),
  /** Where the records go; offsets are committed once they are there. Absent = they are counted only. */
  sink: SinkSpecSchema.optional(),
  /** Stops so long after it has joined. */
  durationSeconds: z.number().min(1).max(86_400).optional(),
  /** Each second and at the end; at the end only (also when partitions are given up); or not at all. */
  commit: CommitPolicySchema.optional(),
  /** How many members of the group this job is; 1 unless said. */
  members: z.number().int().min(1).max(MAX_CONSUME_MEMBERS).optional(),
  /** Each member joins so long after the one before it, so that a rebalance is seen. */
  joinDelaySeconds: z.number().min(0).max(60).optional(),
  /** A slow consumer: all members together take at most so many records a second. */
  rate: z.number().positive().max(1_000_000).optional(),
  /** What every value must be; others are counted, and the first shown with the reason. */
  expect: z.enum(expectableDecoders).optional(),
})
export type ConsumeSpec = z.infer<typeof ConsumeSpecSchema>

function isTime(text: string): boolean {
  if (!text.startsWith('time:')) return false
  const time = text.slice('time:'.length)
  return /^\d{1,16}$/.test(time) || !Number.isNaN(Date.parse(time))
}
