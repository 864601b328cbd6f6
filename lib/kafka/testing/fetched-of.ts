import type { FetchedRecords } from '../fetch-lane.ts'
import { SourcePartition } from '../source-partition.ts'

/** fetchedOf is a fetched record set of these bytes, as a broker's answer holds it: among other bytes. */
export function fetchedOf(
  set: Buffer,
  { from, end = null, next = Number.MAX_SAFE_INTEGER }: { from: number; end?: number | null; next?: number },
): FetchedRecords {
  const buffer = Buffer.concat([Buffer.from('header'), set, Buffer.from('the next partition')])
  const start = 'header'.length
  const fetched = {
    topic: 't',
    partition: 0,
    errorCode: 0,
    highWatermark: 0n,
    lastStableOffset: 0n,
    aborted: [],
  }
  return {
    type: 'records',
    partition: new SourcePartition(0, from, end),
    from,
    next,
    fetched: { ...fetched, start, end: start + set.length },
    buffer,
  }
}
