import type { ProduceSpec } from '#lib/shared/produce-spec.ts'
import type { TopicConfiguration } from '#lib/shared/topic.ts'
import { type MadeValue, type MakeRecordsOptions, makeRecords } from './make-records.ts'
import { partitionOfKey } from './partitioner.ts'
import type { ShapedRecord } from './shape-record.ts'

/** Enough that a size or a key that varies with chance is told about right. */
const MEASURED = 300
const SHOWN = 3
/** Kafka's own default, log.retention.hours: what a topic really has, not every user may see. */
const USUAL_RETENTION_MS = 7 * 86_400_000
/** message.timestamp.after.max.ms by default. */
const USUAL_FUTURE_MS = 3_600_000

export interface ProducePlan {
  /** The first records as they would be. */
  readonly sample: readonly ShapedRecord[]
  /** Mean size of a record's key, value and headers, before compression. */
  readonly averageBytes: number
  /** How many are expected; null when nobody can tell. */
  readonly count: number | null
  readonly bytes: number | null
  /** How long it takes at the wanted rate, or as long as it was told to; null when nobody can tell. */
  readonly seconds: number | null
  /** How many of each partition are expected; null while it is not known how many there are, or of how many records. */
  readonly partitions: readonly { readonly partition: number; readonly records: number }[] | null
  readonly warnings: readonly string[]
}

export type PlannedSpec = Pick<
  ProduceSpec,
  'key' | 'headers' | 'partition' | 'timestamp' | 'seed' | 'count' | 'durationSeconds' | 'rate'
> & { readonly value: MadeValue }

/** PlannedTopic is what is known of the topic, or of the one that will be made. */
export interface PlannedTopic {
  readonly partitions: number | null
  /** Null when it is not known. */
  readonly configuration: TopicConfiguration | null
}

/**
 * planProduce says what a job would do to a topic, by making its first records. Throws TemplateError, and RecordFault when a field is not in the value.
 */
export async function planProduce(
  spec: PlannedSpec,
  { partitions, configuration, ...options }: MakeRecordsOptions & PlannedTopic,
): Promise<ProducePlan> {
  const made: ShapedRecord[] = []
  for (const record of await makeRecords(spec, options)) {
    made.push(record)
    if (made.length === MEASURED) break
  }
  const averageBytes = made.reduce((sum, record) => sum + sizeOf(record), 0) / Math.max(1, made.length)
  const count = countOf(spec)
  return {
    sample: made.slice(0, SHOWN),
    averageBytes,
    count,
    bytes: count === null ? null : Math.round(count * averageBytes),
    seconds: spec.durationSeconds ?? (count === null || spec.rate === undefined ? null : count / spec.rate),
    partitions: partitions === null || count === null ? null : sharesOf(spec, made, { count, partitions }),
    warnings: [
      ...warningsOf(spec.timestamp, options.now(), configuration),
      ...missingPartition(made, partitions),
    ],
  }
}

function countOf({ count, durationSeconds, rate }: PlannedSpec): number | null {
  if (count !== undefined) return count
  return durationSeconds === undefined || rate === undefined ? null : Math.round(durationSeconds * rate)
}

const encoder = new TextEncoder()
const bytesOf = (text: string | null): number => (text === null ? 0 : encoder.encode(text).length)

function sizeOf({ key, value, headers = [] }: ShapedRecord): number {
  const inHeaders = headers.reduce((sum, [name, text]) => sum + bytesOf(name) + bytesOf(text), 0)
  return bytesOf(key) + bytesOf(value) + inHeaders
}

/** What the measured records did, all will do about as often; those without a key are spread evenly. */
function sharesOf(
  spec: PlannedSpec,
  made: readonly ShapedRecord[],
  { count, partitions }: { count: number; partitions: number },
): { partition: number; records: number }[] {
  const shares = new Float64Array(partitions)
  for (const { key, partition } of made) {
    if (partition !== undefined) shares[partition] = (shares[partition] ?? 0) + 1
    else if (key !== null && spec.partition === undefined) {
      const at = partitionOfKey(key, partitions)
      shares[at] = (shares[at] ?? 0) + 1
    } else for (let at = 0; at < partitions; at++) shares[at] = (shares[at] ?? 0) + 1 / partitions
  }
  const all = Math.max(1, made.length)
  return Array.from(shares, (share, partition) => ({
    partition,
    records: Math.round((share / all) * count),
  }))
}

function missingPartition(made: readonly ShapedRecord[], partitions: number | null): string[] {
  if (partitions === null) return []
  const beyond = made.find(({ partition = 0 }) => partition >= partitions)
  return beyond?.partition === undefined
    ? []
    : [`The topic has no partition ${beyond.partition}: it has ${partitions}, counted from 0.`]
}

function warningsOf(
  timestamp: ProduceSpec['timestamp'],
  now: number,
  configuration: TopicConfiguration | null,
): string[] {
  if (timestamp === undefined || timestamp.type === 'field') return []
  const [oldest, newest] =
    timestamp.type === 'fixed' ? [timestamp.at, timestamp.at] : [timestamp.from, timestamp.to]
  return [
    ...retentionWarning(now - oldest, configuration),
    ...(newest - now > USUAL_FUTURE_MS
      ? ['Some of these times are more than an hour ahead: brokers usually refuse such records.']
      : []),
  ]
}

function retentionWarning(age: number, configuration: TopicConfiguration | null): string[] {
  if (configuration === null) {
    return age > USUAL_RETENTION_MS
      ? [
          'Some of these times are older than 7 days. How long this topic keeps records is unknown; usual are 7 days, and what is older is accepted, and deleted soon after.',
        ]
      : []
  }
  const { retentionMs, cleanupPolicy } = configuration
  const keepsAll = retentionMs < 0 || !cleanupPolicy.includes('delete')
  return keepsAll || age <= retentionMs
    ? []
    : [
        `Some of these times are older than the ${spanWords(retentionMs)} for which this topic keeps records: such records are accepted, and deleted soon after.`,
      ]
}

const spans = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
  ['seconds', 1_000],
] as const

/** In the largest unit of which there are two at least: 36 hours, 7 days. */
function spanWords(ms: number): string {
  const [name, unit] = spans.find(([, each]) => ms >= 2 * each) ?? (['milliseconds', 1] as const)
  return `${Number((ms / unit).toFixed(1))} ${name}`
}
