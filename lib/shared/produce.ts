import { z } from 'zod'
import { BytesSchema, CompressionSchema } from './record.ts'
import { OffsetSchema } from './topic.ts'

/** What a person writes by hand or a script sends at once; more is a produce job. */
export const MAX_PRODUCED_RECORDS = 1_000
/** The topic's own limit is usually 1 MiB for a batch; a request of records together. */
export const MAX_PRODUCE_BYTES = 4 * 1024 * 1024

/** A text stands for its UTF-8 bytes. Null is Kafka's null: no key, or a tombstone. */
const InputBytesSchema = z.union([z.string(), BytesSchema]).nullable()

export const ProduceRecordSchema = z.strictObject({
  key: InputBytesSchema.default(null),
  value: InputBytesSchema,
  headers: z
    .array(z.tuple([z.string().max(249), InputBytesSchema]))
    .max(100)
    .optional(),
  partition: z.number().int().min(0).max(999_999).optional(),
  /** Milliseconds since 1970 in UTC; default now. */
  timestamp: z.number().int().min(0).optional(),
})
export type ProduceRecord = z.infer<typeof ProduceRecordSchema>

export const ProduceRecordsSchema = z.strictObject({
  records: z.array(ProduceRecordSchema).min(1, 'Give at least one record.').max(MAX_PRODUCED_RECORDS),
  compression: CompressionSchema.default('none'),
})
export type ProduceRecords = z.infer<typeof ProduceRecordsSchema>

/** ProducedRecordsSchema: where each record went, in the order they were given. */
export const ProducedRecordsSchema = z.object({
  records: z.array(z.object({ partition: z.number().int(), offset: OffsetSchema, timestamp: z.number() })),
})
export type ProducedRecords = z.infer<typeof ProducedRecordsSchema>
