import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterLink } from './cluster-link.ts'
import type { ErrorContext } from './failure.ts'
import { protocolError } from './kafka-error.ts'
import { kafkaErrors } from './protocol-code.ts'
import type { Metadata } from './requests/metadata.ts'

/** A topic that was created a moment ago is not known to every broker yet. */
const UNKNOWN_TOPIC_TRIES = 4
const UNKNOWN_TOPIC_PAUSE_MS = 100

/** topicMetadata describes one topic, with some patience for one just made. Throws a KafkaError when it can't be read. */
export async function topicMetadata(
  link: ClusterLink,
  options: { readonly topic: string; readonly context: ErrorContext; readonly signal: AbortSignal },
): Promise<Metadata> {
  const { topic, context, signal } = options
  for (let tries = 1; ; tries++) {
    const metadata = await link.metadata({ topics: [topic] }, { signal })
    const code = metadata.topics[0]?.errorCode ?? kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION
    if (code === kafkaErrors.NONE) return metadata
    const passing =
      code === kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION || code === kafkaErrors.LEADER_NOT_AVAILABLE
    if (!passing || tries === UNKNOWN_TOPIC_TRIES)
      throw protocolError(code, { ...context, topic, operation: 'read' })
    await delay(UNKNOWN_TOPIC_PAUSE_MS, undefined, { signal })
  }
}
