import type { ErrorContext } from './failure.ts'
import { type KafkaError, protocolError, translateError } from './kafka-error.ts'
import type { OffsetAnswer } from './requests/list-offsets.ts'

/** offsetFailure says why a partition's leader gave no offset. */
export function offsetFailure(
  { partition, errorCode, failure }: Pick<OffsetAnswer, 'partition' | 'errorCode' | 'failure'>,
  { context, topic }: { readonly context: ErrorContext; readonly topic: string },
): KafkaError {
  const place = { ...context, topic, partition, operation: 'read' } as const
  return failure ? translateError(failure, place) : protocolError(errorCode, place)
}
