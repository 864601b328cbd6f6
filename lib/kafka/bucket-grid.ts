const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000]
const YEAR = 365 * DAY

/** Widths that a person can name, in milliseconds. */
const widths = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 90, 180].map((n) => n * DAY),
]

/** BucketGrid is a row of equal spans of time. */
export interface BucketGrid {
  /** Milliseconds since 1970. */
  readonly from: number
  readonly bucketMs: number
  readonly buckets: number
}

/**
 * bucketGrid covers `from` to `to` (exclusive, milliseconds) with at most `most` buckets of the smallest width that
 * does. They lie on multiples of the width: a window that has grown a little keeps the buckets that it had.
 */
export function bucketGrid(from: number, to: number, most: number): BucketGrid {
  const cover = (bucketMs: number): BucketGrid => {
    const first = Math.floor(from / bucketMs)
    const last = Math.max(first + 1, Math.ceil(to / bucketMs))
    return { from: first * bucketMs, bucketMs, buckets: last - first }
  }
  const fitting = widths.map(cover).find(({ buckets }) => buckets <= most)
  if (fitting) return fitting
  let years = Math.max(1, Math.ceil((to - from) / YEAR / most))
  // The ends may cut into one bucket more at each side.
  while (cover(years * YEAR).buckets > most) years++
  return cover(years * YEAR)
}
