import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterLink } from './cluster-link.ts'
import { translateError } from './kafka-error.ts'
import { type Isolation, LATEST } from './requests/list-offsets.ts'

const PAUSE_MS = 200

/**
 * partitionEnds asks for the end of each partition, again while leaders are away, until all answered or the deadline
 * (monotonic milliseconds) is over: then it gives what is known. Throws what no waiting mends.
 */
export async function partitionEnds(
  link: ClusterLink,
  options: {
    readonly topic: string
    readonly partitions: readonly number[]
    readonly isolation: Isolation
    readonly until: number
    readonly signal: AbortSignal
  },
): Promise<Map<number, number>> {
  const { topic, isolation, until, signal } = options
  const ends = new Map<number, number>()
  for (;;) {
    signal.throwIfAborted()
    const open = options.partitions.filter((partition) => !ends.has(partition))
    const queries = open.map((partition) => ({ topic, partition, timestamp: LATEST }))
    try {
      for (const { partition, errorCode, offset } of await link.listOffsets(queries, isolation, { signal }))
        if (errorCode === 0) ends.set(partition, Number(offset))
    } catch (error) {
      signal.throwIfAborted()
      const known = translateError(error)
      if (!known.retriable) throw known
      await link.reconnect().catch(() => undefined)
    }
    if (ends.size === options.partitions.length || performance.now() > until) return ends
    await delay(PAUSE_MS, undefined, { signal })
  }
}
