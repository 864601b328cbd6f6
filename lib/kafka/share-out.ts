import type { PartitionRange } from '#lib/shared/record.ts'

/** Below this a second thread costs more, by its own log-in, than it saves. */
const RECORDS_WORTH_A_THREAD = 250_000

/** recordsIn gives how many offsets a bounded range spans: at least as many as it has records. */
function recordsIn({ from, to }: PartitionRange): number {
  return to === null ? 0 : Number(BigInt(to) - BigInt(from))
}

/** isLong tells whether a range takes a while to read: it is worth more than one thread. */
export function isLong(ranges: readonly PartitionRange[]): boolean {
  return totalOf(ranges) >= RECORDS_WORTH_A_THREAD
}

/** totalOf gives how many offsets bounded ranges span together. */
export function totalOf(ranges: readonly PartitionRange[]): number {
  return ranges.reduce((sum, range) => sum + recordsIn(range), 0)
}

/**
 * shareOut divides bounded ranges among as many as `threads` readings, each partition whole, so that the longest share
 * is short: the largest partition first, each to the share that has least. Small ranges stay together.
 */
export function shareOut(ranges: readonly PartitionRange[], threads: number): PartitionRange[][] {
  const total = totalOf(ranges)
  const busy = ranges.filter((range) => recordsIn(range) > 0).length
  const count = Math.max(1, Math.min(threads, busy, Math.floor(total / RECORDS_WORTH_A_THREAD)))
  const shares = Array.from({ length: count }, () => ({ records: 0, ranges: [] as PartitionRange[] }))
  for (const range of ranges.toSorted((a, b) => recordsIn(b) - recordsIn(a))) {
    const least = shares.reduce((a, b) => (b.records < a.records ? b : a))
    least.records += recordsIn(range)
    least.ranges.push(range)
  }
  return shares.map((share) => share.ranges.toSorted((a, b) => a.partition - b.partition))
}
