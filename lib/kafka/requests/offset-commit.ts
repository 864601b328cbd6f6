import { byTopic, type KafkaAnswer, type KafkaRequest, type TopicPartition } from '../kafka-request.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'

/** Of a commit by nobody in the group; the coordinator refuses it with 25 while the group has members. */
export const NO_GENERATION = -1

export interface OffsetCommitOptions {
  readonly group: string
  readonly generation?: number
  readonly memberId?: string
  /** The next offset to read, so the last one read + 1. */
  readonly offsets: readonly (TopicPartition & { readonly offset: bigint })[]
}

export interface CommittedOffsets extends KafkaAnswer {
  readonly partitions: readonly (TopicPartition & { readonly errorCode: number })[]
}

/** offsetCommitRequest: OffsetCommit v6, to the group's coordinator. */
export function offsetCommitRequest(options: OffsetCommitOptions): KafkaRequest<CommittedOffsets> {
  const body = new WireWriter()
    .string(options.group)
    .int32(options.generation ?? NO_GENERATION)
    .string(options.memberId ?? '')
    .array(byTopic(options.offsets), (writer, [topic, items]) =>
      writer
        .string(topic)
        .array(items, (inner, { partition, offset }) =>
          inner.int32(partition).int64(offset).int32(-1).string(''),
        ),
    )
    .finish()
  return {
    apiKey: 8,
    apiVersion: 6,
    name: 'OffsetCommit',
    body,
    decode: (reader) => {
      const throttleMs = reader.int32()
      const partitions = reader.array(() => {
        const topic = requiredString(reader.string())
        return reader.array(() => ({ topic, partition: reader.int32(), errorCode: reader.int16() }))
      })
      return { throttleMs, partitions: partitions.flat() }
    },
  }
}
