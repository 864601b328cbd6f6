import { KafkaError } from './kafka-error.ts'
import type { ErrorMessage } from './reader-message.ts'

/** reviveError makes the error again that a worker thread sent. */
export function reviveError({
  code,
  message,
  retriable,
  advice,
  command,
  ...place
}: ErrorMessage): KafkaError {
  const failure = {
    code,
    message,
    retriable,
    ...(advice !== undefined && { advice }),
    ...(command !== undefined && { command }),
  }
  return new KafkaError(failure, place)
}
