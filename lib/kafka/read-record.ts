import type { RegistryTarget } from '#lib/registry/registry-target.ts'
import { type KafkaRecord, KafkaRecordSchema } from '#lib/shared/record.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { readRecords } from './read-records.ts'
import type { DecodePlan } from './record-decoder.ts'

/** One record comes in one fetch; more time means that its leader is gone. */
const DEADLINE_MS = 15_000

export interface ReadRecordOptions {
  readonly topic: string
  readonly partition: number
  readonly offset: string
  readonly maxValueBytes: number
  readonly decode?: DecodePlan | undefined
  readonly registry?: RegistryTarget | undefined
  readonly signal?: AbortSignal
}

/**
 * readRecordLine gives one record as a line of JSON, or null when nothing stands at that offset (expired, compacted,
 * or not written yet). Records of aborted and open transactions are found too, and the markers of transactions. Bytes
 * and not an object: a value of megabytes is passed on without being parsed.
 */
export async function readRecordLine(
  target: KafkaTarget,
  options: ReadRecordOptions,
): Promise<Uint8Array | null> {
  const { topic, partition, offset, maxValueBytes, decode, registry, signal } = options
  const events = readRecords(target, {
    topic,
    partitions: [partition],
    from: `offset:${offset}`,
    to: `offset:${BigInt(offset) + 1n}`,
    isolation: 'uncommitted',
    limit: 1,
    maxValueBytes,
    deadlineMs: DEADLINE_MS,
    ...(decode && { decode }),
    ...(registry && { registry }),
    ...(signal && { signal }),
  })
  for await (const event of events) if (event.type === 'records') return event.lines
  return null
}

/** readRecord gives one record, whole up to `maxValueBytes` of each part, or null as readRecordLine does. */
export async function readRecord(
  target: KafkaTarget,
  options: ReadRecordOptions,
): Promise<KafkaRecord | null> {
  const line = await readRecordLine(target, options)
  return line && KafkaRecordSchema.parse(JSON.parse(Buffer.from(line).toString('utf8')))
}
