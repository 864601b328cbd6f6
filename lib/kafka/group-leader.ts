import { setTimeout as delay } from 'node:timers/promises'
import { assignPartitions } from './assign-partitions.ts'
import type { ClusterLink } from './cluster-link.ts'
import { decodeSubscription, encodeAssignment } from './consumer-protocol.ts'
import type { JoinedGroup } from './requests/join-group.ts'

/** A tenth of Java's metadata.max.age.ms: records in an added partition wait for so long at most. */
const LOOK_EVERY_MS = 30_000

/** PartitionCounts: how many partitions each topic had when they were shared out. */
export type PartitionCounts = ReadonlyMap<string, number>

/** shareOut is the leader's part of a rebalance: it gives every member its partitions of the topics as they are now. */
export async function shareOut(link: ClusterLink, joined: JoinedGroup, signal: AbortSignal) {
  const subscribers = joined.members.map(({ memberId, metadata }) => ({
    memberId,
    topics: decodeSubscription(metadata),
  }))
  const topics = [...new Set(subscribers.flatMap((subscriber) => subscriber.topics))]
  const counts = await countPartitions(link, topics, signal)
  const assigned = assignPartitions(joined.protocol, subscribers, counts)
  const shares = [...assigned].map(([memberId, share]) => ({ memberId, assignment: encodeAssignment(share) }))
  return { shares, counts }
}

/**
 * partitionsChanged is true as soon as a topic has another number of partitions than was shared out, which only the
 * leader looks for; false when the signal aborts first. Looks every `everyMs`, 30 s unless said.
 */
export async function partitionsChanged(
  link: ClusterLink,
  counts: PartitionCounts,
  options: { readonly signal: AbortSignal; readonly everyMs?: number | undefined },
): Promise<boolean> {
  const { signal, everyMs = LOOK_EVERY_MS } = options
  for (;;) {
    await delay(everyMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return false
    // A look that fails is repeated; the heartbeats find out when the cluster is gone.
    const now = await countPartitions(link, [...counts.keys()], signal).catch(() => null)
    if (now !== null && [...now].some(([topic, count]) => count !== counts.get(topic))) return true
  }
}

async function countPartitions(
  link: ClusterLink,
  topics: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const metadata = await link.metadata({ topics }, { signal })
  const known = metadata.topics.filter(({ errorCode }) => errorCode === 0)
  return new Map(known.map(({ topic, partitions }) => [topic, partitions.length]))
}
