import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { requiredString } from '../wire-reader.ts'
import { WireWriter } from '../wire-writer.ts'

export interface DeletedTopics extends KafkaAnswer {
  readonly topics: readonly { readonly topic: string; readonly errorCode: number }[]
}

/** deleteTopicsRequest: DeleteTopics v3, to any broker (KRaft forwards it). */
export function deleteTopicsRequest(
  topics: readonly string[],
  timeoutMs: number,
): KafkaRequest<DeletedTopics> {
  return {
    apiKey: 20,
    apiVersion: 3,
    name: 'DeleteTopics',
    body: new WireWriter()
      .array(topics, (writer, topic) => writer.string(topic))
      .int32(timeoutMs)
      .finish(),
    holdMs: timeoutMs,
    decode: (reader) => ({
      throttleMs: reader.int32(),
      topics: reader.array(() => ({ topic: requiredString(reader.string()), errorCode: reader.int16() })),
    }),
  }
}
