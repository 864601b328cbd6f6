import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'

export interface NewTopic {
  readonly name: string
  /** -1 = the cluster's default, for both. */
  readonly partitions: number
  readonly replicationFactor: number
  readonly configs?: Readonly<Record<string, string>>
}

export interface TopicOutcome {
  readonly topic: string
  readonly errorCode: number
  readonly message: string | null
}

export interface TopicOutcomes extends KafkaAnswer {
  readonly topics: readonly TopicOutcome[]
}

/** createTopicsRequest: CreateTopics v4, to any broker (KRaft forwards it). `validateOnly` changes nothing. */
export function createTopicsRequest(
  topics: readonly NewTopic[],
  { timeoutMs, validateOnly = false }: { readonly timeoutMs: number; readonly validateOnly?: boolean },
): KafkaRequest<TopicOutcomes> {
  const body = new WireWriter()
    .array(topics, (writer, { name, partitions, replicationFactor, configs = {} }) =>
      writer
        .string(name)
        .int32(partitions)
        .int16(replicationFactor)
        .int32(0) // no assignment by hand
        .array(Object.entries(configs), (inner, [key, value]) => inner.string(key).string(value)),
    )
    .int32(timeoutMs)
    .boolean(validateOnly)
    .finish()
  return {
    apiKey: 19,
    apiVersion: 4,
    name: 'CreateTopics',
    body,
    holdMs: timeoutMs,
    decode: (reader) => ({
      throttleMs: reader.int32(),
      topics: reader.array(() => ({
        topic: requiredString(reader.string()),
        errorCode: reader.int16(),
        message: reader.string(),
      })),
    }),
  }
}
