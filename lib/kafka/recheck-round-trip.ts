import type { ClusterLink } from './cluster-link.ts'
import type { ErrorContext } from './failure.ts'
import { readMarks } from './read-marks.ts'
import { RecordSource } from './record-source.ts'
import type { RoundTripLedger } from './round-trip-ledger.ts'
import type { RoundTripRecords } from './round-trip-record.ts'
import { SourcePartition } from './source-partition.ts'

export interface RecheckOptions {
  readonly topic: string
  /** What to read of each partition: from the run's start up to an end, exclusive. */
  readonly ranges: ReadonlyMap<number, { readonly from: number; readonly to: number }>
  readonly records: RoundTripRecords
  readonly ledger: RoundTripLedger
  readonly context: ErrorContext
  readonly signal: AbortSignal
}

/**
 * recheckRoundTrip reads partitions once more, without the group and with what open transactions hold back, before
 * anything is called lost. Gives the partitions that were read to their end.
 */
export async function recheckRoundTrip(link: ClusterLink, options: RecheckOptions): Promise<Set<number>> {
  const { topic, ranges, records, ledger, context, signal } = options
  const isolation = 'uncommitted'
  const source = new RecordSource(link, { topic, isolation, context, signal })
  const cut = new Set<number>()
  for (const [partition, { from, to }] of ranges) source.add(new SourcePartition(partition, from, to))
  try {
    for await (const item of source.items()) {
      const { partition } = item.partition
      // Retention took a part of what is to be looked at.
      if (item.type === 'expired') cut.add(partition)
      if (item.type !== 'records') continue
      const unreadable = readMarks(item, { records, isolation }, (offset, mark) => {
        if (offset < (ranges.get(partition)?.to ?? 0)) ledger.find({ partition, offset }, mark)
      })
      if (unreadable > 0) cut.add(partition)
    }
  } catch {
    // What was read to its end before the trouble is known all the same.
  }
  return new Set(
    [...source.partitions]
      .filter(({ done, partition }) => done && !cut.has(partition))
      .map(({ partition }) => partition),
  )
}
