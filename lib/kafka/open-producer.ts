import type { ClusterLink } from './cluster-link.ts'
import type { ErrorContext } from './failure.ts'
import { protocolError } from './kafka-error.ts'
import type { ProduceOptions } from './produce-records.ts'
import { Producer } from './producer.ts'
import { requestProducerIdentity } from './producer-identity.ts'
import { waitForTopic } from './wait-for-topic.ts'

/** As Java's delivery.timeout.ms: a partition that acknowledges nothing for so long has failed. */
const DELIVERY_TIMEOUT_MS = 120_000

type OpenOptions = Pick<
  ProduceOptions,
  | 'topic'
  | 'compression'
  | 'deliveryTimeoutMs'
  | 'keepPositions'
  | 'roundRobin'
  | 'onAcknowledged'
  | 'onRefused'
  | 'isolateRefusals'
> & { readonly signal: AbortSignal }

/** openProducer makes a producer of an open link, which it must not outlive. Throws a KafkaError. */
export async function openProducer(
  link: ClusterLink,
  options: OpenOptions,
  context: ErrorContext,
): Promise<Producer> {
  const { topic, signal } = options
  const [known, identity] = await Promise.all([
    waitForTopic(link, topic, { signal, context }),
    requestProducerIdentity(link, { signal, context }),
  ])
  const leaders: number[] = Array.from({ length: known.partitions.length }, () => -1)
  for (const { partition, leader } of known.partitions) leaders[partition] = leader
  if (leaders.length === 0) throw protocolError(3, context)
  return new Producer({
    link,
    topic,
    leaders,
    identity,
    compression: options.compression ?? 'none',
    deliveryTimeoutMs: options.deliveryTimeoutMs ?? DELIVERY_TIMEOUT_MS,
    keepPositions: options.keepPositions ?? false,
    roundRobin: options.roundRobin ?? false,
    onAcknowledged: options.onAcknowledged,
    isolateRefusals: options.isolateRefusals ?? false,
    context,
  })
}
