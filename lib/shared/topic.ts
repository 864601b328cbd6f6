import { z } from 'zod'

/** Kafka's own rule for a topic's name (org.apache.kafka.common.internals.Topic). */
export const TopicNameSchema = z
  .string()
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/, 'A topic has 1 to 249 of the characters a–z A–Z 0–9 . _ -')

/** OffsetSchema: a decimal string on the wire, since offsets exceed 2^53. */
export const OffsetSchema = z.string().regex(/^\d{1,19}$/, 'An offset is a whole number.')

export const PartitionFactsSchema = z.object({
  partition: z.number().int(),
  leader: z.number().int().nullable(),
  replicas: z.array(z.number().int()),
  inSyncReplicas: z.array(z.number().int()),
  low: OffsetSchema.nullable(),
  high: OffsetSchema.nullable(),
  error: z.string().nullable(),
})

export const TopicConfigurationSchema = z.object({
  /** retention.ms: how long records are kept; -1 = for ever. */
  retentionMs: z.number(),
  /** cleanup.policy: delete, compact, or both. */
  cleanupPolicy: z.string(),
})
export type TopicConfiguration = z.infer<typeof TopicConfigurationSchema>

export const TopicFactsSchema = z.object({
  name: z.string(),
  exists: z.boolean(),
  internal: z.boolean(),
  operations: z.array(z.string()),
  partitions: z.array(PartitionFactsSchema),
  /** Of one topic: null where the user may not see it. */
  configuration: TopicConfigurationSchema.nullable().optional(),
})
export type TopicFacts = z.infer<typeof TopicFactsSchema>

export const TopicPageSchema = z.object({ items: z.array(TopicFactsSchema), next: z.string().nullable() })

export const CreateTopicSchema = z.strictObject({
  name: TopicNameSchema,
  partitions: z.number().int().min(1).max(1000),
  replicationFactor: z.number().int().min(1).max(10),
})
export type CreateTopic = z.infer<typeof CreateTopicSchema>
