import type { ErrorContext } from './failure.ts'
import { protocolError } from './kafka-error.ts'
import { kafkaErrors } from './protocol-code.ts'
import type { Metadata } from './requests/metadata.ts'

/** wantedPartitions gives the partitions to read, in order: all, or those asked for. Throws a KafkaError for one that is not there. */
export function wantedPartitions(
  metadata: Metadata,
  options: {
    readonly topic: string
    readonly partitions?: readonly number[]
    readonly context: ErrorContext
  },
): number[] {
  const { topic, partitions, context } = options
  const known = metadata.topics[0]?.partitions.map(({ partition }) => partition) ?? []
  const wanted = partitions ? [...new Set(partitions)] : known
  const missing = wanted.find((partition) => !known.includes(partition))
  if (missing !== undefined) {
    throw protocolError(kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION, { ...context, topic, partition: missing })
  }
  return wanted.sort((a, b) => a - b)
}
