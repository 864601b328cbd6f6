import { z } from 'zod'
import { FilterSpecSchema } from './filter.ts'
import { IdSchema } from './ids.ts'
import { CompressionSchema, EndSchema, StartSchema } from './record.ts'
import { TopicNameSchema } from './topic.ts'

/** More rules than this is a program, and belongs in one. */
const MAX_RULES = 100
const MAX_ADDED_HEADERS = 20

/** FieldPathSchema names a field of a JSON value: `order.id`; a dot that belongs to a name is written `\.`. */
export const FieldPathSchema = z.string().min(1, 'Name a field.').max(500)

/**
 * CopyMappingSchema says what becomes of a record on its way. Without `fields` and `constants` the value stays byte
 * for byte as it is.
 */
export const CopyMappingSchema = z.strictObject({
  key: z.enum(['keep', 'drop']).default('keep'),
  headers: z.enum(['keep', 'drop']).default('keep'),
  /** `now` stamps the copy with the moment of copying. */
  timestamp: z.enum(['keep', 'now']).default('keep'),
  /** `keep` holds where the target has as many partitions or more; with fewer the key decides. */
  partition: z.enum(['keep', 'by-key']).default('keep'),
  /** A tombstone is a record whose value is null: in a compacted topic it deletes. */
  tombstones: z.enum(['keep', 'drop']).default('keep'),
  /** Only these fields of a JSON value, each under its new name; a field that is not there is left out. */
  fields: z
    .array(z.strictObject({ from: FieldPathSchema, to: FieldPathSchema }))
    .min(1)
    .max(MAX_RULES)
    .optional(),
  /** Fields with a fixed content, added to a JSON value. */
  constants: z
    .array(
      z.strictObject({
        to: FieldPathSchema,
        value: z.union([z.string().max(4096), z.number(), z.boolean(), z.null()]),
      }),
    )
    .max(MAX_RULES)
    .optional(),
  addHeaders: z
    .array(z.tuple([z.string().max(249), z.string().max(4096)]))
    .max(MAX_ADDED_HEADERS)
    .optional(),
})
export type CopyMapping = z.infer<typeof CopyMappingSchema>

/** CopySpecSchema copies from a topic of the job's profile to a topic of another profile, or of the same. */
export const CopySpecSchema = z.strictObject({
  kind: z.literal('copy'),
  /** Where from. */
  topic: TopicNameSchema.optional(),
  from: StartSchema.default('earliest'),
  /** `live` goes on until it is stopped. Not looked at with a group, which follows for ever. */
  to: EndSchema.default('latest'),
  partitions: z.array(z.number().int().min(0).max(999_999)).min(1).max(1000).optional(),
  filter: FilterSpecSchema.optional(),
  /** Ends after so many records were read. */
  limit: z.number().int().min(1).max(1_000_000_000).optional(),
  /** Read as a member of a group: offsets are committed once the copies are acknowledged, so that it can be taken up again. */
  group: z
    .strictObject({
      id: z.string().min(1).max(255).optional(),
      idleSeconds: z.number().min(1).max(86_400).optional(),
    })
    .optional(),
  target: z.strictObject({
    /** Default: the job's own. */
    profile: IdSchema.optional(),
    /** Default: the one that was granted to it. */
    topic: TopicNameSchema.optional(),
    createTopic: z
      .strictObject({
        partitions: z.number().int().min(1).max(1000),
        replicationFactor: z.number().int().min(1).max(10),
      })
      .optional(),
  }),
  mapping: CopyMappingSchema.prefault({}),
  compression: CompressionSchema.default('none'),
})
export type CopySpec = z.infer<typeof CopySpecSchema>
