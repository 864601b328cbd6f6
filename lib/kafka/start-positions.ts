import type { ClusterLink } from './cluster-link.ts'
import type { ConsumeFrom } from './consume-event.ts'
import { protocolError, translateError } from './kafka-error.ts'
import { missedTimes } from './missed-times.ts'
import { EARLIEST, LATEST, type OffsetAnswer, type OffsetQuery } from './requests/list-offsets.ts'

export interface StartPosition {
  readonly partition: number
  readonly offset: bigint
  /** False when the group has stored it already. */
  readonly fresh: boolean
}

/**
 * startPositions says where a group goes on: at its committed offsets, else at the beginning or the end of the log. A
 * partition that was added while the group consumed begins at its beginning: nothing in it is from before the start.
 */
export async function startPositions(
  link: ClusterLink,
  options: {
    readonly topic: string
    readonly partitions: readonly number[]
    readonly from: ConsumeFrom
    readonly committed: ReadonlyMap<number, bigint>
    /** Where this member began before, in partitions that nobody has committed since. */
    readonly begun: ReadonlyMap<number, bigint>
    /** Partitions from this number on were added since the start. */
    readonly addedFrom: number
    readonly signal: AbortSignal
  },
): Promise<StartPosition[]> {
  const { topic, partitions, from, committed, begun, addedFrom } = options
  const own = typeof from === 'object' && 'offsets' in from ? from.offsets : null
  const given = (partition: number): bigint | undefined => begun.get(partition) ?? own?.get(partition)
  const unknown = partitions.filter(
    (partition) => !committed.has(partition) && given(partition) === undefined,
  )
  const timestampOf = (partition: number): bigint => {
    if (partition >= addedFrom) return EARLIEST
    if (from === 'latest') return LATEST
    return typeof from === 'object' && 'time' in from ? BigInt(from.time) : EARLIEST
  }
  const queries = unknown.map((partition) => ({ topic, partition, timestamp: timestampOf(partition) }))
  const listing = await listed(link, queries)
  const found =
    typeof from === 'object' && 'time' in from && listing.some(({ offset }) => offset < 0n)
      ? assertListed(
          await missedTimes(link, listing, {
            ...{ time: from.time, signal: options.signal },
            metadata: await link.metadata({ topics: [topic] }, { signal: options.signal }),
          }),
        )
      : listing
  // Nothing is as young as the time asked for: then what comes.
  const young = found.filter(({ offset }) => offset < 0n)
  const ends = await listed(
    link,
    young.map(({ partition }) => ({ topic, partition, timestamp: LATEST })),
  )
  const offsets = new Map([...found, ...ends].map(({ partition, offset }) => [partition, offset]))
  return partitions.map((partition) => {
    const known = committed.get(partition)
    const offset = known ?? given(partition) ?? offsets.get(partition) ?? 0n
    return { partition, offset, fresh: known === undefined }
  })
}

/** Committed isolation: the end is what a reader of committed records may see. */
async function listed(link: ClusterLink, queries: readonly OffsetQuery[]): Promise<OffsetAnswer[]> {
  return queries.length > 0 ? assertListed(await link.listOffsets(queries, 'committed')) : []
}

/** A partition that could not be asked about has no offset: to begin anywhere would leave records out. */
function assertListed(found: OffsetAnswer[]): OffsetAnswer[] {
  const failed = found.find(({ errorCode }) => errorCode !== 0)
  if (!failed) return found
  const { topic, partition, errorCode, failure } = failed
  const place = { topic, partition, operation: 'read' } as const
  throw failure === undefined ? protocolError(errorCode, place) : translateError(failure, place)
}
