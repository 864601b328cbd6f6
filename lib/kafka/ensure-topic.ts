import { ClusterLink } from './cluster-link.ts'
import { contextOf } from './error-context.ts'
import { protocolError, translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { kafkaErrors } from './protocol-code.ts'
import { createTopicsRequest } from './requests/create-topics.ts'

const TIMEOUT_MS = 10_000

export interface EnsureTopicOptions {
  readonly topic: string
  readonly partitions: number
  readonly replicationFactor: number
  readonly signal?: AbortSignal | undefined
}

/**
 * ensureTopic creates a topic where there is none: true when it did, false when it existed, which is left as it is.
 * Throws a KafkaError when the user may not, or the cluster refuses the numbers.
 */
export async function ensureTopic(target: KafkaTarget, options: EnsureTopicOptions): Promise<boolean> {
  const { topic, partitions, replicationFactor, signal } = options
  const context = { ...contextOf(target), topic, operation: 'create' } as const
  let link: ClusterLink | null = null
  try {
    link = await ClusterLink.connect(target, { signal })
    const request = createTopicsRequest([{ name: topic, partitions, replicationFactor }], {
      timeoutMs: TIMEOUT_MS,
    })
    const { topics } = await link.call(request, { signal })
    const code = topics[0]?.errorCode ?? 0
    if (code !== 0 && code !== kafkaErrors.TOPIC_ALREADY_EXISTS) throw protocolError(code, context)
    return code === 0
  } catch (error) {
    throw translateError(error, context)
  } finally {
    link?.close()
  }
}
