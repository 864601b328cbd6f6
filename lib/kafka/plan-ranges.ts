import { setTimeout as delay } from 'node:timers/promises'
import type { ClusterLink } from './cluster-link.ts'
import type { ErrorContext } from './failure.ts'
import { kafkaErrors } from './protocol-code.ts'
import type { Isolation, OffsetAnswer } from './requests/list-offsets.ts'
import { type ResolvedRanges, resolveRanges } from './start-offsets.ts'
import { topicMetadata } from './topic-metadata.ts'
import { wantedPartitions } from './wanted-partitions.ts'

/** A topic that was just created, or whose leader just moved, has its leaders within milliseconds; a dead one not at all. */
const PATIENCE_MS = 1_000
const LOOK_AGAIN_MS = 50
const passing: readonly number[] = [kafkaErrors.LEADER_NOT_AVAILABLE, kafkaErrors.NOT_LEADER_OR_FOLLOWER]

export interface PlanOptions {
  readonly topic: string
  readonly partitions?: readonly number[]
  /** The grammar of StartSchema and EndSchema in lib/shared/record.ts. */
  readonly from: string
  readonly to: string
  readonly isolation: Isolation
  readonly context: ErrorContext
  readonly signal: AbortSignal
}

/**
 * planRanges asks what a reading has to read, and asks again for up to a second while partitions have no leader.
 * Throws a KafkaError when the topic can't be read at all.
 */
export async function planRanges(link: ClusterLink, options: PlanOptions): Promise<ResolvedRanges> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const metadata = await topicMetadata(link, options)
    const partitions = wantedPartitions(metadata, options)
    const resolved = await resolveRanges(link, { ...options, metadata, partitions })
    if (!resolved.failed.some(willPass) || performance.now() > until) return resolved
    await delay(LOOK_AGAIN_MS, undefined, { signal: options.signal })
  }
}

const willPass = ({ errorCode }: OffsetAnswer): boolean => passing.includes(errorCode)
