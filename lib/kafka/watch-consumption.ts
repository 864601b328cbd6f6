import type { ConsumeBudget } from './consume-budget.ts'
import type { GroupCommitter } from './group-committer.ts'
import type { GroupTally } from './group-tally.ts'
import type { RecordSource } from './record-source.ts'

const TICK_MS = 250

/** The reason with which an assignment is ended when nothing came for long. */
export const IDLE = new Error('idle')

/** watchConsumption commits, notices idleness, and keeps the lag up to date, while an assignment is held. */
export function watchConsumption(options: {
  readonly source: RecordSource
  readonly committer: GroupCommitter
  readonly tally: GroupTally
  readonly budget: ConsumeBudget
  readonly idleMs: number | undefined
  /** Is aborted with IDLE, or with what the committer throws. */
  readonly ended: AbortController
  readonly signal: AbortSignal
}): { stop: () => void } {
  const { source, committer, tally, budget, idleMs, ended, signal } = options
  const timer = setInterval(() => {
    if (signal.aborted) return
    for (const { partition, high } of source.partitions) tally.see(partition, high)
    if (idleMs !== undefined && performance.now() - budget.activeAt >= idleMs) return ended.abort(IDLE)
    committer.tick().catch((error: unknown) => {
      if (!signal.aborted) ended.abort(error)
    })
  }, TICK_MS)
  return { stop: () => clearInterval(timer) }
}
