import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'

const ALL_IN_SYNC_REPLICAS = -1

export interface ProduceOptions {
  readonly topic: string
  /** At most one batch for a partition. */
  readonly batches: readonly { readonly partition: number; readonly batch: Uint8Array }[]
  /** How long the broker may wait for the replicas. */
  readonly timeoutMs: number
}

export interface ProducedPartition {
  readonly partition: number
  readonly errorCode: number
  readonly baseOffset: bigint
  /** Milliseconds when the topic stamps on append, else -1. */
  readonly appendTime: bigint
  readonly logStartOffset: bigint
}

export interface ProduceAnswer extends KafkaAnswer {
  readonly partitions: readonly ProducedPartition[]
}

/** produceRequest: Produce v7 (the first with zstd) with acks from all in-sync replicas. */
export function produceRequest({ topic, batches, timeoutMs }: ProduceOptions): KafkaRequest<ProduceAnswer> {
  const bytes = batches.reduce((sum, { batch }) => sum + batch.length + 8, 0)
  const body = new WireWriter(bytes + topic.length * 3 + 64)
    .string(null)
    .int16(ALL_IN_SYNC_REPLICAS)
    .int32(timeoutMs)
    .int32(1)
    .string(topic)
    .array(batches, (writer, { partition, batch }) => writer.int32(partition).bytes(batch))
    .finish()
  return {
    apiKey: 0,
    apiVersion: 7,
    name: 'Produce',
    body,
    holdMs: timeoutMs,
    decode: (reader) => {
      const partitions = reader.array(() => {
        requiredString(reader.string())
        return reader.array(() => ({
          partition: reader.int32(),
          errorCode: reader.int16(),
          baseOffset: reader.int64(),
          appendTime: reader.int64(),
          logStartOffset: reader.int64(),
        }))
      })
      return { partitions: partitions.flat(), throttleMs: reader.int32() }
    },
  }
}
