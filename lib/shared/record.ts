import { z } from 'zod'
import { AttemptSchema, DecoderSchema } from './decoder.ts'
import { ApiErrorSchema, ErrorCodeSchema } from './error-code.ts'
import { MAX_FILTER_EXPRESSION, MAX_FILTER_TEXT } from './filter.ts'
import { OffsetSchema } from './topic.ts'

const decodedParts = {
  truncated: z.boolean().optional(),
  /** What a decoder made of the bytes: any JSON, 64-bit integers with all their digits. */
  decoded: z.unknown().optional(),
  /** The decoder that gave it: a name, or a name and its schema's id (`registry:17`, `avro:sch_…`). */
  decoder: z.string().optional(),
  /** Members and items of `decoded` were left out beyond max_value_bytes. */
  decodedTruncated: z.boolean().optional(),
  /** Of a single record: what was tried before the decoder that fitted. */
  tried: z.array(AttemptSchema).optional(),
  /** No decoder fitted. The bytes are as they were. */
  decodeError: z.object({ tried: z.array(AttemptSchema) }).optional(),
}

/**
 * BytesSchema is how bytes travel: `{text}` when they are valid UTF-8, else `{base64}`; `truncated` when only the
 * beginning is here; `decoded` or `decodeError` when more was asked, or found, than text. A null stands for Kafka's null (a tombstone's value), never for empty.
 */
export const BytesSchema = z.union([
  z.object({ text: z.string(), ...decodedParts }),
  z.object({ base64: z.string(), ...decodedParts }),
])
export type Bytes = z.infer<typeof BytesSchema>

export const CompressionSchema = z.enum(['none', 'gzip', 'snappy', 'lz4', 'zstd'])
export type Compression = z.infer<typeof CompressionSchema>

export const KafkaRecordSchema = z.object({
  partition: z.number().int(),
  offset: OffsetSchema,
  /** Milliseconds since 1970 in UTC. */
  timestamp: z.number(),
  timestampType: z.enum(['create', 'append']),
  key: BytesSchema.nullable(),
  value: BytesSchema.nullable(),
  headers: z.array(z.tuple([z.string(), BytesSchema.nullable()])),
  /** Size in bytes on the wire; null for a null key or value. */
  keySize: z.number().int().nullable(),
  valueSize: z.number().int().nullable(),
  compression: CompressionSchema,
  transactional: z.boolean(),
  control: z.enum(['commit', 'abort']).optional(),
})
export type KafkaRecord = z.infer<typeof KafkaRecordSchema>

const text = z.string()

/** How a range may begin. */
export const StartSchema = z.union([
  z.literal('earliest'),
  z.literal('latest'),
  text.regex(/^newest:[1-9]\d{0,6}$/),
  text.regex(/^offset:\d{1,19}$/),
  text.regex(/^time:.+$/),
  /** One start for each partition, as a broken stream is taken up again: `offsets:0=17,3=240`. Others start at latest. */
  text.regex(/^offsets:\d{1,6}=\d{1,19}(,\d{1,6}=\d{1,19})*$/),
])

/** How a range may end. `latest` is the end as it was when the reading began. */
export const EndSchema = z.union([
  z.literal('latest'),
  z.literal('live'),
  text.regex(/^offset:\d{1,19}$/),
  text.regex(/^time:.+$/),
])

/** A value shown in a list needs no more; the whole one is fetched by partition and offset. */
export const DEFAULT_MAX_VALUE_BYTES = 20 * 1024
export const MAX_VALUE_BYTES = 16 * 1024 * 1024

/** As many as a number counts exactly: who means no end leaves it out. */
const MAX_READ_BYTES = Number.MAX_SAFE_INTEGER

/** RecordQuerySchema is the record stream's query string. */
export const RecordQuerySchema = z.strictObject({
  partitions: text.regex(/^\d{1,6}(,\d{1,6})*$/, 'Partitions are numbers with commas: 0,2').optional(),
  from: StartSchema.default('earliest'),
  to: EndSchema.default('latest'),
  limit: z.coerce.number().int().min(1).max(1_000_000_000).optional(),
  isolation: z.enum(['committed', 'uncommitted']).default('committed'),
  /** `time` merges the partitions by their records' timestamps; not with `to=live`. */
  order: z.enum(['time']).optional(),
  'filter.text': text.min(1).max(MAX_FILTER_TEXT).optional(),
  /** RE2, found anywhere. */
  'filter.regex': text.min(1).max(MAX_FILTER_TEXT).optional(),
  /** CEL over key, value, headers, timestamp, partition, offset, size. */
  'filter.expr': text.min(1).max(MAX_FILTER_EXPRESSION).optional(),
  'filter.in': text
    .regex(/^(key|value|headers)(,(key|value|headers))*$/, 'Look in key, value, headers, with commas.')
    .default('key,value,headers'),
  /** For text and regex. */
  'filter.case': z.enum(['sensitive', 'insensitive']).default('sensitive'),
  /** Default: what the team chose for this topic, else `auto`. */
  key: DecoderSchema.optional(),
  value: DecoderSchema.optional(),
  max_value_bytes: z.coerce.number().int().min(0).max(MAX_VALUE_BYTES).default(DEFAULT_MAX_VALUE_BYTES),
  /** Ends once so many bytes came from the brokers, with reason `budget` and where to go on; not with `to=live`. */
  max_read_bytes: z.coerce.number().int().min(1).max(MAX_READ_BYTES).optional(),
})
export type RecordQuery = z.infer<typeof RecordQuerySchema>

export const PartitionRangeSchema = z.object({
  partition: z.number().int(),
  low: OffsetSchema,
  high: OffsetSchema,
  from: OffsetSchema,
  /** Exclusive end; null when the stream follows live. */
  to: OffsetSchema.nullable(),
})
export type PartitionRange = z.infer<typeof PartitionRangeSchema>

/** Records on which the filter's expression failed: they did not match. The sample is the first failure's words. */
const filterFailures = {
  filterErrors: z.number().int().optional(),
  filterErrorSample: z.string().optional(),
}

/** RecordEventSchema is one line of the record stream. A stream ends with `failed` or `ended`, always. */
export const RecordEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), partitions: z.array(PartitionRangeSchema) }),
  KafkaRecordSchema.extend({ type: z.literal('record') }),
  z.object({
    type: z.literal('progress'),
    read: z.number(),
    matched: z.number(),
    bytes: z.number(),
    skipped: z.number(),
    undecodable: z.number(),
    ...filterFailures,
    recordsPerSecond: z.number(),
    positions: z.array(
      z.object({
        partition: z.number().int(),
        position: OffsetSchema,
        high: OffsetSchema,
        /** It can't be read now, as a `partition-error` before said; it is tried again. */
        troubled: z.literal(true).optional(),
      }),
    ),
  }),
  z.object({ type: z.literal('skipped'), count: z.number(), reason: z.string() }),
  z.object({
    type: z.literal('partition-error'),
    partition: z.number().int(),
    code: ErrorCodeSchema,
    message: z.string(),
    retriable: z.boolean(),
  }),
  z.object({ type: z.literal('failed'), error: ApiErrorSchema }),
  z.object({
    type: z.literal('ended'),
    /** `budget`: so many bytes were read as were asked for; `deadline`: the time for one reading is over. */
    reason: z.enum(['reached-end', 'limit', 'cancelled', 'deadline', 'budget']),
    /** With `deadline` and `budget`: the `from` that goes on here; left out beyond 250 partitions, and when one was away. */
    goOn: StartSchema.optional(),
    read: z.number(),
    matched: z.number(),
    skipped: z.number(),
    undecodable: z.number(),
    ...filterFailures,
    seconds: z.number(),
  }),
])
export type RecordEvent = z.infer<typeof RecordEventSchema>
