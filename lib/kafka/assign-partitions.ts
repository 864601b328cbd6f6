import type { TopicAssignment } from './consumer-protocol.ts'

export interface Subscriber {
  readonly memberId: string
  readonly topics: readonly string[]
}

/**
 * The strategies that this member can take part in, best first: Java's defaults, and the one of kafkajs, so that a job
 * can share a group with any of them.
 */
export const strategies = ['range', 'roundrobin', 'RoundRobinAssigner'] as const

const byId = (a: Subscriber, b: Subscriber) => (a.memberId < b.memberId ? -1 : 1)

function rangeShares(count: number, members: number): number[][] {
  const least = Math.floor(count / members)
  const more = count % members
  let next = 0
  return Array.from({ length: members }, (_, index) => {
    const size = least + (index < more ? 1 : 0)
    const share = Array.from({ length: size }, (__, step) => next + step)
    next += size
    return share
  })
}

function roundRobinShares(count: number, members: number): number[][] {
  const shares: number[][] = Array.from({ length: members }, () => [])
  for (let partition = 0; partition < count; partition++) shares[partition % members]?.push(partition)
  return shares
}

/**
 * assignPartitions shares out every topic among its subscribers, as the leader of a group must. Each partition goes to
 * exactly one of them; the same input gives the same answer on any machine.
 */
export function assignPartitions(
  strategy: string,
  subscribers: readonly Subscriber[],
  partitionCounts: ReadonlyMap<string, number>,
): Map<string, TopicAssignment[]> {
  const assigned = new Map<string, TopicAssignment[]>(subscribers.map(({ memberId }) => [memberId, []]))
  const shareOut = strategy === 'range' ? rangeShares : roundRobinShares
  for (const [topic, count] of [...partitionCounts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const interested = subscribers.filter(({ topics }) => topics.includes(topic)).toSorted(byId)
    if (interested.length === 0) continue
    const shares = shareOut(count, interested.length)
    for (const [index, { memberId }] of interested.entries()) {
      const partitions = shares[index] ?? []
      if (partitions.length > 0) assigned.get(memberId)?.push({ topic, partitions })
    }
  }
  return assigned
}
