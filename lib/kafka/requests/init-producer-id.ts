import type { KafkaAnswer, KafkaRequest } from '../kafka-request.ts'
import { WireWriter } from '../wire-writer.ts'

const NO_TRANSACTION_TIMEOUT_MS = 60_000

export interface ProducerIdAnswer extends KafkaAnswer {
  /** 14, 15, 16 and 7 pass by themselves on a young broker. */
  readonly errorCode: number
  readonly producerId: bigint
  readonly producerEpoch: number
}

/** initProducerIdRequest: InitProducerId v1 for idempotence without transactions. Any broker answers. */
export function initProducerIdRequest(): KafkaRequest<ProducerIdAnswer> {
  return {
    apiKey: 22,
    apiVersion: 1,
    name: 'InitProducerId',
    body: new WireWriter().string(null).int32(NO_TRANSACTION_TIMEOUT_MS).finish(),
    decode: (reader) => ({
      throttleMs: reader.int32(),
      errorCode: reader.int16(),
      producerId: reader.int64(),
      producerEpoch: reader.int16(),
    }),
  }
}
