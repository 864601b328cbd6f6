import type { CreateTopic, TopicFacts } from '#lib/shared/topic.ts'
import type { ClusterLink } from './cluster-link.ts'
import { protocolError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { kafkaErrors } from './protocol-code.ts'
import { protocolCodeName } from './protocol-codes.ts'
import { createTopicsRequest } from './requests/create-topics.ts'
import { EARLIEST, LATEST, type OffsetAnswer } from './requests/list-offsets.ts'
import type { TopicMetadata } from './requests/metadata.ts'
import { withLink } from './shared-links.ts'
import { topicConfiguration } from './topic-configuration.ts'
import { waitForTopic } from './wait-for-topic.ts'

/** The controller answers in milliseconds; it waits longer only when brokers are down. */
const CREATE_TIMEOUT_MS = 10_000

interface Options {
  readonly signal?: AbortSignal | undefined
}

/** listTopics gives the topics that this user may see, by name, without offsets. Internal ones come too, and say so. */
export function listTopics(target: KafkaTarget, { signal }: Options = {}): Promise<TopicFacts[]> {
  return withLink(target, signal, async (link, call) => {
    const { topics } = await link.metadata({ topics: null, topicOperations: true }, call)
    return topics
      .filter(({ errorCode }) => errorCode !== kafkaErrors.TOPIC_AUTHORIZATION_FAILED)
      .map((topic) => factsOf(topic, [], []))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  })
}

/**
 * describeTopic gives one topic with the offsets of each partition, and how it keeps them where this user may know that;
 * a partition whose leader does not answer says why.
 * A topic that does not exist, but may be seen, comes with `exists: false`. Throws `broker_topic_denied`.
 */
export function describeTopic(
  target: KafkaTarget,
  topic: string,
  { signal }: Options = {},
): Promise<TopicFacts> {
  return withLink(target, signal, async (link, call) => {
    const metadata = await link.metadata({ topics: [topic], topicOperations: true }, call)
    const known = metadata.topics[0]
    const code = known?.errorCode ?? kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION
    const readable = code === kafkaErrors.NONE || code === kafkaErrors.LEADER_NOT_AVAILABLE
    if (!known || (!readable && code !== kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION)) {
      throw protocolError(code, { ...call.context, topic, operation: 'describe' })
    }
    const ask = (timestamp: bigint): Promise<OffsetAnswer[]> =>
      link.listOffsetsWith(
        metadata,
        known.partitions.map(({ partition }) => ({ topic, partition, timestamp })),
        'uncommitted',
        call,
      )
    const [lows, highs, configuration] = await Promise.all([
      ask(EARLIEST),
      ask(LATEST),
      topicConfiguration(link, known, call),
    ])
    return { ...factsOf(known, lows, highs), configuration }
  })
}

/**
 * createTopic creates a topic and waits until it can be used. Throws `conflict` when it exists, `broker_topic_denied`
 * without the right, `unprocessable` for numbers that the cluster refuses.
 */
export function createTopic(
  target: KafkaTarget,
  topic: CreateTopic,
  { signal }: Options = {},
): Promise<TopicFacts> {
  return withLink(target, signal, async (link, call) => {
    await requestTopic(link, topic, call)
    const created = await waitForTopic(link, topic.name, call)
    return factsOf(created, [], [])
  })
}

async function requestTopic(
  link: ClusterLink,
  { name, partitions, replicationFactor }: CreateTopic,
  { signal, context }: Parameters<Parameters<typeof withLink>[2]>[1],
): Promise<void> {
  const request = createTopicsRequest([{ name, partitions, replicationFactor }], {
    timeoutMs: CREATE_TIMEOUT_MS,
  })
  const { topics } = await link.call(request, { signal })
  const code = topics[0]?.errorCode ?? kafkaErrors.NONE
  if (code !== kafkaErrors.NONE) throw protocolError(code, { ...context, topic: name, operation: 'create' })
}

function factsOf(
  topic: TopicMetadata,
  lows: readonly OffsetAnswer[],
  highs: readonly OffsetAnswer[],
): TopicFacts {
  const partitions = topic.partitions
    .map(({ partition, leader, replicas, inSyncReplicas, errorCode }) => {
      const low = lows.find((answer) => answer.partition === partition)
      const high = highs.find((answer) => answer.partition === partition)
      const code = [errorCode, low?.errorCode, high?.errorCode].find((one) => one !== undefined && one !== 0)
      return {
        partition,
        leader: leader < 0 ? null : leader,
        replicas: [...replicas],
        inSyncReplicas: [...inSyncReplicas],
        low: offsetOf(low),
        high: offsetOf(high),
        error: code === undefined ? null : protocolCodeName(code),
      }
    })
    .sort((a, b) => a.partition - b.partition)
  const exists = topic.errorCode !== kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION
  return {
    name: topic.topic,
    exists,
    internal: topic.internal,
    operations: [...(topic.operations ?? [])],
    partitions,
  }
}

function offsetOf(answer: OffsetAnswer | undefined): string | null {
  return answer?.errorCode === kafkaErrors.NONE && answer.offset >= 0n ? String(answer.offset) : null
}
