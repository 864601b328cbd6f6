import type { GroupCall } from './ask-coordinator.ts'
import type { ClusterLink } from './cluster-link.ts'
import { byPlace, offsetsByPlace, partitionKey, partitionsOf } from './group-lag.ts'
import { committedOffsets, logEnds } from './group-offsets.ts'
import { KafkaError, protocolError } from './kafka-error.ts'
import type { TopicPartition } from './kafka-request.ts'
import type { LookedMember } from './look-at-group.ts'
import type { ResetPlace } from './plan-reset.ts'
import { kafkaErrors } from './protocol-code.ts'
import { explainProtocolCode } from './protocol-failures.ts'

/** ResetScope is which partitions a reset is about. */
export interface ResetScope {
  /** Default: every partition that the group has committed on or reads. */
  readonly topic?: string | undefined
  /** Of the topic; default: all. */
  readonly partitions?: readonly number[] | undefined
}

/**
 * resetPlaces finds the partitions that a reset is about, and how each stands. Throws `topic_needed` when there is
 * nothing to go by, `bad_request` for a partition that is not there.
 */
export async function resetPlaces(
  link: ClusterLink,
  groupId: string,
  options: ResetScope &
    GroupCall & { readonly time: number | null; readonly members: readonly LookedMember[] },
): Promise<ResetPlace[]> {
  const committed = await committedOffsets(link, groupId, options)
  const known = partitionsOf(committed, options.members)
  const wanted = await wantedPartitions(link, known, options)
  const { lows, highs, atTime } = await logEnds(link, wanted, options)
  const failures = new Map(
    [...lows, ...highs, ...atTime]
      .filter(({ errorCode }) => errorCode !== kafkaErrors.NONE)
      .map((answer) => [partitionKey(answer), answer.errorCode]),
  )
  const [olds, begins, ends, times] = [committed, lows, highs, atTime].map(offsetsByPlace)
  return wanted.map(({ topic, partition }) => {
    const key = partitionKey({ topic, partition })
    const code = failures.get(key)
    const place = { ...options.context, topic, partition, operation: 'read' as const }
    return {
      topic,
      partition,
      committed: olds?.get(key) ?? null,
      low: code === undefined ? (begins?.get(key) ?? null) : null,
      high: code === undefined ? (ends?.get(key) ?? null) : null,
      atTime: times?.get(key) ?? null,
      problem: code === undefined ? null : explainProtocolCode(code, place).message,
    }
  })
}

async function wantedPartitions(
  link: ClusterLink,
  known: readonly TopicPartition[],
  options: ResetScope & GroupCall,
): Promise<TopicPartition[]> {
  const topics = [...new Set(known.map(({ topic }) => topic))]
  const { partitions } = options
  if (options.topic === undefined && partitions === undefined && topics.length > 0) return [...known]
  const topic = options.topic ?? (topics.length === 1 ? topics[0] : undefined)
  if (topic === undefined) throw topicNeeded(topics)
  const metadata = await link.metadata({ topics: [topic] }, { signal: options.signal })
  const found = metadata.topics[0]
  const code = found?.errorCode ?? kafkaErrors.UNKNOWN_TOPIC_OR_PARTITION
  if (!found || (code !== kafkaErrors.NONE && code !== kafkaErrors.LEADER_NOT_AVAILABLE))
    throw protocolError(code, { ...options.context, topic, operation: 'read' })
  const there = new Set(found.partitions.map(({ partition }) => partition))
  const missing = partitions?.find((partition) => !there.has(partition))
  if (missing !== undefined) {
    throw new KafkaError(
      {
        code: 'bad_request',
        message: `The topic ${topic} has no partition ${missing}.`,
        advice: `It has ${there.size}, from 0 to ${Math.max(...there)}.`,
        retriable: false,
      },
      { topic, partition: missing },
    )
  }
  return [...new Set(partitions ?? there)].map((partition) => ({ topic, partition })).sort(byPlace)
}

function topicNeeded(topics: readonly string[]): KafkaError {
  return new KafkaError({
    code: 'topic_needed',
    message:
      topics.length === 0
        ? 'The group has committed nothing yet, so there is no topic to go by.'
        : 'The group reads several topics; partitions belong to one.',
    advice: 'Say which topic.',
    retriable: false,
  })
}
