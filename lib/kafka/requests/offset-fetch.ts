import { byTopic, type KafkaAnswer, type KafkaRequest, type TopicPartition } from '../kafka-request.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'

export interface FetchedOffset extends TopicPartition {
  readonly errorCode: number
  /** -1 when the group never committed here. */
  readonly offset: bigint
}

export interface FetchedOffsets extends KafkaAnswer {
  readonly errorCode: number
  readonly partitions: readonly FetchedOffset[]
}

/** offsetFetchRequest: OffsetFetch v5, to the group's coordinator. Null asks for all partitions it ever committed. */
export function offsetFetchRequest(
  group: string,
  partitions: readonly TopicPartition[] | null,
): KafkaRequest<FetchedOffsets> {
  const body = new WireWriter()
    .string(group)
    .array(partitions && byTopic(partitions), (writer, [topic, items]) =>
      writer.string(topic).array(items, (inner, { partition }) => inner.int32(partition)),
    )
    .finish()
  return {
    apiKey: 9,
    apiVersion: 5,
    name: 'OffsetFetch',
    body,
    decode: (reader) => {
      const throttleMs = reader.int32()
      const fetched = reader.array(() => {
        const topic = requiredString(reader.string())
        return reader.array(() => {
          const [partition, offset] = [reader.int32(), reader.int64()]
          reader.int32() // leader epoch
          reader.string() // metadata
          return { topic, partition, offset, errorCode: reader.int16() }
        })
      })
      return { throttleMs, partitions: fetched.flat(), errorCode: reader.int16() }
    },
  }
}
