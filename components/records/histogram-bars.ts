import type { PartitionPosition } from '#lib/client/record-stream/read-positions.ts'
import type { Histogram } from '#lib/shared/histogram.ts'

export interface Bar {
  /** Milliseconds since 1970; `to` is exclusive. */
  readonly from: number
  readonly to: number
  readonly total: number
  /** How many of them lie in the range that is read. */
  readonly read: number
}

export interface Bars {
  readonly bars: readonly Bar[]
  readonly total: number
  /** What the highest bar may reach: a round number, so that a bar that grows a little moves no other. */
  readonly peak: number
  /** The first and the last bar with something of the range that is read; null when there is none. */
  readonly range: { readonly first: number; readonly last: number } | null
}

/**
 * barsOf adds up the partitions that are looked at, null for all. What of a bar lies in the range comes from the
 * offsets of the reading, so it is right for every kind of range.
 */
export function barsOf(
  histogram: Histogram,
  chosen: readonly number[] | null,
  reading: readonly PartitionPosition[],
): Bars {
  const ranges = new Map(
    reading.map(({ partition, from, to }) => [
      partition,
      { from: Number(from), to: to === null ? Number.POSITIVE_INFINITY : Number(to) },
    ]),
  )
  const totals = new Array<number>(histogram.buckets).fill(0)
  const reads = new Array<number>(histogram.buckets).fill(0)
  for (const { partition, first, counts } of histogram.partitions) {
    if (chosen !== null && !chosen.includes(partition)) continue
    const range = ranges.get(partition)
    let offset = Number(first)
    for (const [index, count] of counts.entries()) {
      totals[index] = (totals[index] ?? 0) + count
      if (range) {
        const inside = Math.min(offset + count, range.to) - Math.max(offset, range.from)
        reads[index] = (reads[index] ?? 0) + Math.max(0, inside)
      }
      offset += count
    }
  }
  const bars = totals.map((total, index) => ({
    from: histogram.from + index * histogram.bucketMs,
    to: histogram.from + (index + 1) * histogram.bucketMs,
    total,
    read: reads[index] ?? 0,
  }))
  const first = bars.findIndex(({ read }) => read > 0)
  return {
    bars,
    total: totals.reduce((sum, each) => sum + each, 0),
    peak: roundUp(Math.max(1, ...totals)),
    range: first < 0 ? null : { first, last: bars.findLastIndex(({ read }) => read > 0) },
  }
}

/** The next of 1, 1.5, 2, 3, 4, 5, 6, 8, 10 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((each) => each * power >= value) ?? 10
  return step * power
}

/** A bar with anything in it is seen: at least so much of the height. */
const LEAST_HEIGHT = 0.05
/** Of what belongs to a bar it fills so much, the rest is the gap. */
const FILL = 0.8
/** No bar is wider than this part of the plot: one record alone is a bar, and not a wall. */
const WIDEST = 1 / 24

/** barPath draws bars as one path in a box that is one wide for each bar and one high. */
export function barPath(bars: readonly Bar[], peak: number, heightOf: (bar: Bar) => number): string {
  const width = Math.min(FILL, WIDEST * bars.length)
  const gap = (1 - width) / 2
  return bars
    .map((bar, index) => {
      const count = heightOf(bar)
      if (count === 0) return ''
      const height = Math.max(LEAST_HEIGHT, count / peak)
      return `M${(index + gap).toFixed(4)} 1v-${height.toFixed(4)}h${width.toFixed(4)}V1z`
    })
    .join('')
}
