import { z } from 'zod'
import { ErrorCodeSchema } from './error-code.ts'
import { OffsetSchema } from './topic.ts'

/** As wide as a screen can show, and as many look-ups as a broker does without a sigh. */
export const MAX_BUCKETS = 240
export const DEFAULT_BUCKETS = 60

const time = z.string().min(1).max(40)

/** HistogramQuerySchema: the window as times of ISO 8601 or milliseconds since 1970; absent = all that the topic holds. */
export const HistogramQuerySchema = z.strictObject({
  from: time.optional(),
  to: time.optional(),
  buckets: z.coerce.number().int().min(1).max(MAX_BUCKETS).default(DEFAULT_BUCKETS),
})
export type HistogramQuery = z.infer<typeof HistogramQuerySchema>

/**
 * HistogramSchema is how many records a topic holds over time. The counts are differences of offsets: exact for a
 * plain topic; compaction and the markers of transactions make them larger than the records to be read. Buckets lie on
 * multiples of their width, so that a later look at the same topic has them at the same place.
 */
export const HistogramSchema = z.object({
  /** Milliseconds since 1970: where the first bucket begins. */
  from: z.number(),
  bucketMs: z.number(),
  /** How many buckets there are. */
  buckets: z.number().int(),
  partitions: z.array(
    z.object({
      partition: z.number().int(),
      low: OffsetSchema,
      high: OffsetSchema,
      /** The offset at which the first bucket begins: after `low` by what is older than the window. */
      first: OffsetSchema,
      counts: z.array(z.number().int()),
    }),
  ),
  /** Partitions that could not be asked; the others are drawn. */
  failed: z.array(z.object({ partition: z.number().int(), code: ErrorCodeSchema, message: z.string() })),
})
export type Histogram = z.infer<typeof HistogramSchema>
