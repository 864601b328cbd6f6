import { requiredString, WireReader } from './wire-reader.ts'
import { WireWriter } from './wire-writer.ts'

/** What the members of a consumer group tell each other, as bytes that the coordinator passes on unread. */
const VERSION = 0

/** A topic's partitions for one member. */
export interface TopicAssignment {
  readonly topic: string
  readonly partitions: readonly number[]
}

/** encodeSubscription: ConsumerProtocolSubscription v0. */
export function encodeSubscription(topics: readonly string[]): Buffer {
  return new WireWriter()
    .int16(VERSION)
    .array(topics, (writer, topic) => writer.string(topic))
    .bytes(null)
    .finish()
}

/** decodeSubscription gives the topics; later versions only append to what stands here. */
export function decodeSubscription(bytes: Buffer): string[] {
  const reader = new WireReader(bytes)
  reader.int16()
  return reader.array(() => requiredString(reader.string()))
}

/** encodeAssignment: ConsumerProtocolAssignment v0. */
export function encodeAssignment(topics: readonly TopicAssignment[]): Buffer {
  return new WireWriter()
    .int16(VERSION)
    .array(topics, (writer, { topic, partitions }) =>
      writer.string(topic).array(partitions, (inner, partition) => inner.int32(partition)),
    )
    .bytes(null)
    .finish()
}

/** decodeAssignment reads it; no bytes at all mean that nothing was assigned. */
export function decodeAssignment(bytes: Buffer): TopicAssignment[] {
  if (bytes.length === 0) return []
  const reader = new WireReader(bytes)
  reader.int16()
  return reader.array(() => ({
    topic: requiredString(reader.string()),
    partitions: reader.array(() => reader.int32()),
  }))
}
