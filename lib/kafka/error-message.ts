import type { KafkaError } from './kafka-error.ts'
import type { ErrorMessage } from './reader-message.ts'

/** errorMessage is an error as it crosses out of a worker thread; its cause stays behind. */
export function errorMessage(error: KafkaError): ErrorMessage {
  const { code, message, retriable, advice, command, broker, topic, partition, protocolCode } = error
  return {
    code,
    message,
    retriable,
    ...(advice !== undefined && { advice }),
    ...(command !== undefined && { command }),
    ...(broker !== undefined && { broker }),
    ...(topic !== undefined && { topic }),
    ...(partition !== undefined && { partition }),
    ...(protocolCode !== undefined && { protocolCode }),
  }
}
