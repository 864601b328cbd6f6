import type { GroupPartition } from '#lib/shared/group.ts'
import type { TopicPartition } from './kafka-request.ts'
import type { LookedMember } from './look-at-group.ts'
import { kafkaErrors } from './protocol-code.ts'
import { protocolCodeName } from './protocol-codes.ts'
import type { OffsetAnswer } from './requests/list-offsets.ts'
import type { FetchedOffset } from './requests/offset-fetch.ts'

/** partitionKey names a partition in a map. A topic's name has no slash. */
export function partitionKey({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`
}

/**
 * lagOf gives how many offsets lie between what is committed and the end of the log, as Kafka's own tool counts them;
 * 0 where the log was made anew and ends before. Null when one of them is not known.
 */
export function lagOf(committed: bigint | null, high: bigint | null): bigint | null {
  if (committed === null || high === null) return null
  return high > committed ? high - committed : 0n
}

/** totalLag adds up what is known; null when nothing is. */
export function totalLag(lags: readonly (bigint | null)[]): bigint | null {
  return lags.reduce((sum, lag) => (lag === null ? sum : (sum ?? 0n) + lag), null)
}

/** partitionsOf gives every partition that a group has committed on or reads, each once, by topic and number. */
export function partitionsOf(
  committed: readonly TopicPartition[],
  members: readonly LookedMember[],
): TopicPartition[] {
  const found = new Map<string, TopicPartition>()
  for (const { topic, partition } of committed)
    found.set(partitionKey({ topic, partition }), { topic, partition })
  for (const { assigned } of members)
    for (const { topic, partitions } of assigned)
      for (const partition of partitions) found.set(partitionKey({ topic, partition }), { topic, partition })
  return [...found.values()].sort(byPlace)
}

/** byPlace orders partitions by topic, then number. */
export function byPlace(a: TopicPartition, b: TopicPartition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1
  return a.partition - b.partition
}

/** offsetsByPlace gives the offset at each place where there is one, -1 being none. */
export function offsetsByPlace(
  answers: readonly (TopicPartition & { readonly errorCode: number; readonly offset: bigint })[],
): Map<string, bigint> {
  const known = answers.filter(({ errorCode, offset }) => errorCode === kafkaErrors.NONE && offset >= 0n)
  return new Map(known.map((answer) => [partitionKey(answer), answer.offset]))
}

/** describePartitions puts committed offsets, ends and members of a group together. Pure. */
export function describePartitions(
  partitions: readonly TopicPartition[],
  found: {
    readonly committed: readonly FetchedOffset[]
    readonly lows: readonly OffsetAnswer[]
    readonly highs: readonly OffsetAnswer[]
    readonly members: readonly LookedMember[]
  },
): GroupPartition[] {
  const [committed, lows, highs] = [found.committed, found.lows, found.highs].map(offsetsByPlace)
  const failures = new Map<string, number>()
  for (const answer of [...found.highs, ...found.lows, ...found.committed])
    if (answer.errorCode !== kafkaErrors.NONE) failures.set(partitionKey(answer), answer.errorCode)
  const owners = new Map<string, string>()
  for (const { id, assigned } of found.members)
    for (const { topic, partitions: held } of assigned)
      for (const partition of held) owners.set(partitionKey({ topic, partition }), id)
  return partitions.map(({ topic, partition }) => {
    const key = partitionKey({ topic, partition })
    const at = committed?.get(key) ?? null
    const high = highs?.get(key) ?? null
    const code = failures.get(key)
    return {
      topic,
      partition,
      committed: textOf(at),
      low: textOf(lows?.get(key) ?? null),
      high: textOf(high),
      lag: textOf(lagOf(at, high)),
      member: owners.get(key) ?? null,
      error: code === undefined ? null : protocolCodeName(code),
    }
  })
}

/** textOf writes an offset or a count as it travels. */
export function textOf(value: bigint | null): string | null {
  return value === null ? null : String(value)
}
