import type { WireReader } from './wire-reader.ts'

/**
 * KafkaRequest is one request of the Kafka protocol with our own encoding and decoding. `decode` never throws because
 * of an error code inside the answer: codes are data, per topic, partition or group.
 */
export interface KafkaRequest<Answer extends KafkaAnswer> {
  readonly apiKey: number
  readonly apiVersion: number
  readonly name: string
  /** True for versions with tagged fields (KIP-482), whose headers carry one more byte each way. */
  readonly flexible?: boolean
  readonly body: Buffer
  readonly decode: (reader: WireReader) => Answer
  /** How long the broker itself may hold this request, on top of the usual time-out. */
  readonly holdMs?: number
}

export interface KafkaAnswer {
  /** KIP-219: the client stays silent so long. */
  readonly throttleMs: number
}

/** A partition of a topic, as most requests name it. */
export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** byTopic groups what a request wants per topic, in the order of first mention. */
export function byTopic<T extends TopicPartition>(items: readonly T[]): [topic: string, items: T[]][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(item.topic)
    if (group) group.push(item)
    else groups.set(item.topic, [item])
  }
  return [...groups]
}
