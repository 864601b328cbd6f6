import { z } from 'zod'
import { IdSchema } from './ids.ts'
import { CollectionNameSchema, DatabaseNameSchema } from './mongo-name.ts'
import { CompressionSchema } from './record.ts'
import { MongoSinkSchema } from './sink-spec.ts'
import { TopicNameSchema } from './topic.ts'

/** A job that goes on until it is stopped has no limit; a number typed with two digits too many should have one. */
export const MAX_JOB_RECORDS = 100_000_000
/** A template is a line that a person typed or pasted, not a file. */
export const MAX_TEMPLATE_BYTES = 64 * 1024
/** Kafka's own limit for a header's name would be 32 KiB; names are short. */
const MAX_HEADER_NAME = 249
const MAX_SMALL_TEMPLATE = 4096
/** A day; what is to go on for longer goes on until it is stopped. */
export const MAX_DURATION_SECONDS = 86_400
/** More at once is no burst but a flood, and larger than what is sent in one request anyway. */
export const MAX_BURST = 100_000
/** Keys that are gone through; more are as good as keys by chance. */
export const MAX_CYCLED_KEYS = 10_000_000

/** A field of a JSON value by its path, such as `order.lines[0].id`; of a CSV file, a column. */
const FieldSchema = z.strictObject({ type: z.literal('field'), path: z.string().trim().min(1).max(256) })

/** KeySpecSchema: a text is a template. `cycle` goes through `0` … `keys - 1`, over and over. Absent = no key. */
export const KeySpecSchema = z.union([
  z.string().max(1024),
  z.discriminatedUnion('type', [
    FieldSchema,
    z.strictObject({ type: z.literal('cycle'), keys: z.number().int().min(1).max(MAX_CYCLED_KEYS) }),
  ]),
])

/** PartitionSpecSchema: absent = as the Java client, by the key's hash, without a key one partition per batch. */
export const PartitionSpecSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('round-robin') }),
  z.strictObject({ type: z.literal('fixed'), partition: z.number().int().min(0).max(999_999) }),
  z.strictObject({ type: z.literal('template'), template: z.string().min(1).max(1024) }),
  FieldSchema,
])

const TimeSchema = z.number().int().min(0).max(8_640_000_000_000_000)

/** TimestampSpecSchema: milliseconds since 1970 in UTC; absent = the moment of writing. `range` is shared out evenly. */
export const TimestampSpecSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('fixed'), at: TimeSchema }),
  z.strictObject({ type: z.literal('range'), from: TimeSchema, to: TimeSchema }),
  FieldSchema,
])

/** RecordShapeSchema says how a record is made around its value, of a job or of a file's line. */
export const RecordShapeSchema = z.strictObject({
  key: KeySpecSchema.optional(),
  partition: PartitionSpecSchema.optional(),
  timestamp: TimestampSpecSchema.optional(),
  /** Values are templates; null is Kafka's null. A name may come more than once. */
  headers: z
    .array(z.tuple([z.string().max(MAX_HEADER_NAME), z.string().max(MAX_SMALL_TEMPLATE).nullable()]))
    .max(100)
    .optional(),
  /** The same seed gives the same records, but for times. */
  seed: z.number().int().min(0).max(0xffff_ffff).optional(),
})
export type RecordShape = z.infer<typeof RecordShapeSchema>

const one = (...parts: readonly unknown[]): boolean => parts.filter((part) => part !== undefined).length === 1

/** MongoSourceSchema takes values from a collection: each document as JSON, in the order of `_id`, until there is no more. */
export const MongoSourceSchema = z.strictObject({
  type: z.literal('mongodb'),
  /** A profile of the team, of MongoDB. */
  profile: IdSchema,
  /** Absent = named after the topic, as the charms' test application has it. */
  database: DatabaseNameSchema.optional(),
  collection: CollectionNameSchema.default('producer'),
  /** The `_id` after which to begin, as Extended JSON: `"a text"`, `{"$oid":"…"}`. A job that is resumed goes on with it; templates and schedules don’t keep it. */
  after: z.string().min(1).max(1000).optional(),
})
export type MongoSource = z.infer<typeof MongoSourceSchema>

export const ProduceSpecSchema = RecordShapeSchema.extend({
  kind: z.literal('produce'),
  topic: TopicNameSchema.optional(),
  /**
   * It ends after so many records, after so many seconds, or when somebody stops it: one of the three. Values of a
   * collection end with it, and before that after so many or so long.
   */
  count: z.number().int().min(1).max(MAX_JOB_RECORDS).optional(),
  durationSeconds: z.number().min(1).max(MAX_DURATION_SECONDS).optional(),
  untilStopped: z.literal(true).optional(),
  /** The number of the first record, for what counts them; a job that is resumed goes on with it. */
  firstSequence: z
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER - MAX_JOB_RECORDS)
    .optional(),
  /** Records a second; absent = as fast as the cluster acknowledges. */
  rate: z.number().positive().max(1_000_000).optional(),
  /** So many at once, then a pause, so that it is `rate` a second on average. */
  burst: z.number().int().min(1).max(MAX_BURST).optional(),
  value: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('test-app') }),
      z.strictObject({ type: z.literal('template'), template: z.string().max(MAX_TEMPLATE_BYTES) }),
      /** Tombstones, which delete their keys where the topic is compacted. */
      z.strictObject({ type: z.literal('null') }),
      MongoSourceSchema,
    ])
    .default({ type: 'test-app' }),
  /** Stores each record that was acknowledged as the test application does, in the collection `producer`. */
  sink: MongoSinkSchema.optional(),
  compression: CompressionSchema.default('none'),
  /** Creates the topic first where the role may; an existing one is left as it is. */
  createTopic: z
    .strictObject({
      partitions: z.number().int().min(1).max(1000),
      replicationFactor: z.number().int().min(1).max(10),
    })
    .optional(),
})
  .refine(
    ({ value, count, durationSeconds, untilStopped }) =>
      value.type === 'mongodb'
        ? untilStopped === undefined && (count === undefined || durationSeconds === undefined)
        : one(count, durationSeconds, untilStopped),
    {
      path: ['count'],
      message:
        'Say how it ends, in one way: "count", "durationSeconds" or "untilStopped"; a collection ends by itself.',
    },
  )
  .refine(({ value, sink }) => value.type !== 'mongodb' || sink === undefined, {
    path: ['sink'],
    message: 'What comes from MongoDB is there already: leave out "sink".',
  })
  .refine(({ burst, rate }) => burst === undefined || rate !== undefined, {
    path: ['burst'],
    message: 'A burst needs "rate": how many records a second on average.',
  })
  .refine(({ timestamp, count }) => timestamp?.type !== 'range' || count !== undefined, {
    path: ['timestamp'],
    message: 'Times shared out over a range need "count".',
  })
  .refine(({ timestamp }) => timestamp?.type !== 'range' || timestamp.from <= timestamp.to, {
    path: ['timestamp', 'from'],
    message: '"from" is later than "to".',
  })
export type ProduceSpec = z.infer<typeof ProduceSpecSchema>
