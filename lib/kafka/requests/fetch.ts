import { byTopic, type KafkaAnswer, type KafkaRequest, type TopicPartition } from '../kafka-request.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'
import { type Isolation, isolationLevel } from './list-offsets.ts'

export interface FetchPosition extends TopicPartition {
  readonly offset: bigint
  /** The most bytes of this partition; one batch comes whole even if larger, for the first partition (KIP-74). */
  readonly maxBytes: number
}

export interface FetchOptions {
  readonly positions: readonly FetchPosition[]
  readonly isolation: Isolation
  /** How long the broker may wait for the first byte. */
  readonly maxWaitMs: number
  readonly maxBytes: number
}

export interface AbortedTransaction {
  readonly producerId: bigint
  readonly firstOffset: bigint
}

export interface FetchedPartition extends TopicPartition {
  readonly errorCode: number
  readonly highWatermark: bigint
  readonly lastStableOffset: bigint
  /** Sorted by first offset. */
  readonly aborted: readonly AbortedTransaction[]
  /** Where the record set lies in `FetchAnswer.buffer`. */
  readonly start: number
  readonly end: number
}

export interface FetchAnswer extends KafkaAnswer {
  readonly errorCode: number
  readonly partitions: readonly FetchedPartition[]
  readonly buffer: Buffer
}

/** fetchRequest: Fetch v11 without a fetch session. The record sets stay bytes in the answer's own buffer. */
export function fetchRequest({
  positions,
  isolation,
  maxWaitMs,
  maxBytes,
}: FetchOptions): KafkaRequest<FetchAnswer> {
  const body = new WireWriter()
    .int32(-1)
    .int32(maxWaitMs)
    .int32(1)
    .int32(maxBytes)
    .int8(isolationLevel(isolation))
    .int32(0)
    .int32(-1)
    .array(byTopic(positions), (writer, [topic, items]) =>
      writer
        .string(topic)
        .array(items, (inner, item) =>
          inner.int32(item.partition).int32(-1).int64(item.offset).int64(-1n).int32(item.maxBytes),
        ),
    )
    .int32(0)
    .string('')
    .finish()
  return {
    apiKey: 1,
    apiVersion: 11,
    name: 'Fetch',
    body,
    holdMs: maxWaitMs,
    decode: (reader) => {
      const throttleMs = reader.int32()
      const errorCode = reader.int16()
      reader.int32() // session
      const partitions = reader.array(() => {
        const topic = requiredString(reader.string())
        return reader.array(() => {
          const [partition, error] = [reader.int32(), reader.int16()]
          const [highWatermark, lastStableOffset] = [reader.int64(), reader.int64()]
          reader.int64() // log start: -1 in answers that carry an error
          const aborted = reader.array(() => ({ producerId: reader.int64(), firstOffset: reader.int64() }))
          reader.int32() // preferred read replica
          const start = reader.take(Math.max(0, reader.int32()))
          aborted.sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1))
          const end = reader.position
          return { topic, partition, errorCode: error, highWatermark, lastStableOffset, aborted, start, end }
        })
      })
      return { throttleMs, errorCode, partitions: partitions.flat(), buffer: reader.buffer }
    },
  }
}
