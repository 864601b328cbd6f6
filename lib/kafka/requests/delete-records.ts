import { byTopic, type KafkaAnswer, type KafkaRequest, type TopicPartition } from '../kafka-request.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'

export interface DeletedRecords extends KafkaAnswer {
  readonly partitions: readonly (TopicPartition & {
    readonly errorCode: number
    readonly lowWatermark: bigint
  })[]
}

/** deleteRecordsRequest: DeleteRecords v1, to the leaders: everything before `offset` goes (-1 = everything). */
export function deleteRecordsRequest(
  before: readonly (TopicPartition & { readonly offset: bigint })[],
  timeoutMs: number,
): KafkaRequest<DeletedRecords> {
  const body = new WireWriter()
    .array(byTopic(before), (writer, [topic, items]) =>
      writer
        .string(topic)
        .array(items, (inner, { partition, offset }) => inner.int32(partition).int64(offset)),
    )
    .int32(timeoutMs)
    .finish()
  return {
    apiKey: 21,
    apiVersion: 1,
    name: 'DeleteRecords',
    body,
    holdMs: timeoutMs,
    decode: (reader) => {
      const throttleMs = reader.int32()
      const partitions = reader.array(() => {
        const topic = requiredString(reader.string())
        return reader.array(() => ({
          topic,
          partition: reader.int32(),
          lowWatermark: reader.int64(),
          errorCode: reader.int16(),
        }))
      })
      return { throttleMs, partitions: partitions.flat() }
    },
  }
}
