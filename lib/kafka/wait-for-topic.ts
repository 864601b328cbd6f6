import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterLink } from './cluster-link.ts'
import type { ErrorContext } from './failure.ts'
import { protocolError } from './kafka-error.ts'
import { kafkaErrors } from './protocol-code.ts'
import type { TopicMetadata } from './requests/metadata.ts'

/** A topic that was just created needs moments until every broker knows it and each partition has a leader. */
const PATIENCE_MS = 3_000
const PAUSE_MS = 50

export interface WaitForTopicOptions {
  readonly signal?: AbortSignal | undefined
  readonly context: ErrorContext
  /** Milliseconds to wait for a topic that is not there; 0 = do not wait. */
  readonly patienceMs?: number
}

/** waitForTopic gives a topic's metadata. Throws when it is unknown or denied after a short wait. */
export async function waitForTopic(
  link: ClusterLink,
  topic: string,
  options: WaitForTopicOptions,
): Promise<TopicMetadata> {
  const until = performance.now() + (options.patienceMs ?? PATIENCE_MS)
  for (;;) {
    const { topics } = await link.metadata({ topics: [topic] }, { signal: options.signal })
    const known = topics[0]
    const code = known?.errorCode ?? kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION
    const late = performance.now() > until
    // A partition without leader is waited for here, but is no reason to give up: the others work.
    if (known && code === 0 && (late || known.partitions.every(({ leader }) => leader >= 0))) return known
    const passing =
      code === 0 ||
      code === kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION ||
      code === kafkaErrors.LEADER_NOT_AVAILABLE
    if (late || !passing) throw protocolError(code, { ...options.context, topic })
    await delay(PAUSE_MS, undefined, { signal: options.signal })
  }
}
