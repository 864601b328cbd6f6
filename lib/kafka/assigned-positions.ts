import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterLink } from './cluster-link.ts'
import type { ConsumeFrom } from './consume-event.ts'
import type { ErrorContext } from './failure.ts'
import type { GroupMembership } from './group-membership.ts'
import { translateError } from './kafka-error.ts'
import { type StartPosition, startPositions } from './start-positions.ts'

/** An election after a broker's death takes up to its session time-out, 9 s by default; a busy machine triples it. */
const PATIENCE_MS = 60_000
const PAUSE_MS = 200

export interface AssignedPositionsOptions {
  readonly topic: string
  readonly partitions: readonly number[]
  readonly from: ConsumeFrom
  readonly addedFrom: number
  /** Where partitions began that this member has held before and that nobody has committed since. */
  readonly begun: Map<number, bigint>
  readonly context: ErrorContext
  readonly signal: AbortSignal
}

/**
 * assignedPositions says where a fresh assignment goes on, and asks again while a broker is away. A partition that
 * comes back uncommitted begins where it began first: "latest" is the end of then, not of after a rebalance.
 */
export async function assignedPositions(
  link: ClusterLink,
  membership: GroupMembership,
  options: AssignedPositionsOptions,
): Promise<StartPosition[]> {
  const { partitions, signal, begun } = options
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    signal.throwIfAborted()
    try {
      const committed = await membership.committed(partitions)
      const positions = await startPositions(link, { ...options, committed })
      for (const { partition, offset, fresh } of positions) if (fresh) begun.set(partition, offset)
      return positions
    } catch (error) {
      signal.throwIfAborted()
      const known = translateError(error, options.context)
      if (!known.retriable || performance.now() > until) throw known
      membership.mistrust()
      await link.reconnect().catch(() => undefined)
      await delay(PAUSE_MS, undefined, { signal })
    }
  }
}
