import { byTopic, type KafkaAnswer, type KafkaRequest, type TopicPartition } from '../kafka-request.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'

/** Instead of a time: the end of the log. */
export const LATEST = -1n
/** Instead of a time: its beginning. */
export const EARLIEST = -2n
/** Instead of a time: the record with the latest timestamp (KIP-734), which only newestTimeRequest may ask for. */
const MAX_TIMESTAMP = -3n

export type Isolation = 'committed' | 'uncommitted'

/** isolationLevel is the protocol's number for it. */
export function isolationLevel(isolation: Isolation): number {
  return isolation === 'committed' ? 1 : 0
}

export interface OffsetQuery extends TopicPartition {
  /** Milliseconds since 1970: the first offset at or after it. Or LATEST, or EARLIEST. */
  readonly timestamp: bigint
}

export interface OffsetAnswer extends TopicPartition {
  readonly errorCode: number
  readonly timestamp: bigint
  /** -1 when no record is so young. */
  readonly offset: bigint
  /** Why its broker could not be asked, when that was the reason. */
  readonly failure?: unknown
}

export interface ListedOffsets extends KafkaAnswer {
  readonly partitions: readonly OffsetAnswer[]
}

/** listOffsetsRequest: ListOffsets v3, to the leader of each partition. With `committed` the end is the last stable offset. */
export function listOffsetsRequest(
  queries: readonly OffsetQuery[],
  isolation: Isolation,
): KafkaRequest<ListedOffsets> {
  const body = new WireWriter()
    .int32(-1)
    .int8(isolationLevel(isolation))
    .array(byTopic(queries), (writer, [topic, items]) =>
      writer
        .string(topic)
        .array(items, (inner, { partition, timestamp }) => inner.int32(partition).int64(timestamp)),
    )
    .finish()
  return {
    apiKey: 2,
    apiVersion: 3,
    name: 'ListOffsets',
    body,
    decode: (reader) => {
      const throttleMs = reader.int32()
      const partitions = reader.array(() => {
        const topic = requiredString(reader.string())
        return reader.array(() => ({
          topic,
          partition: reader.int32(),
          errorCode: reader.int16(),
          timestamp: reader.int64(),
          offset: reader.int64(),
        }))
      })
      return { throttleMs, partitions: partitions.flat() }
    },
  }
}

/** newestTimeRequest: ListOffsets v7 for the youngest record of each partition; its timestamp is -1 when there is none. */
export function newestTimeRequest(partitions: readonly TopicPartition[]): KafkaRequest<ListedOffsets> {
  const body = new WireWriter()
    .int32(-1)
    .int8(isolationLevel('uncommitted'))
    .compactArray(byTopic(partitions), (writer, [topic, items]) =>
      writer
        .compactString(topic)
        .compactArray(items, (inner, { partition }) =>
          inner.int32(partition).int32(-1).int64(MAX_TIMESTAMP).noTags(),
        )
        .noTags(),
    )
    .noTags()
    .finish()
  return {
    apiKey: 2,
    apiVersion: 7,
    name: 'ListOffsets',
    flexible: true,
    body,
    decode: (reader) => {
      const throttleMs = reader.int32()
      const topics = reader.compactArray(() => {
        const topic = requiredString(reader.compactString())
        const answers = reader.compactArray(() => {
          const [partition, errorCode] = [reader.int32(), reader.int16()]
          const [timestamp, offset] = [reader.int64(), reader.int64()]
          reader.int32() // the leader's epoch
          reader.skipTags()
          return { topic, partition, errorCode, timestamp, offset }
        })
        reader.skipTags()
        return answers
      })
      return { throttleMs, partitions: topics.flat() }
    },
  }
}
