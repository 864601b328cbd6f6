import { formatCount } from '#components/ui/format.ts'
import { wallTime } from '#lib/client/time-zone.ts'
import type { Bar } from './histogram-bars.ts'

const DAY = 86_400_000

/** bucketTime writes where a bucket begins by a zone's clock, as exactly as its width needs: day, minute, second, or all. */
export function bucketTime(at: number, bucketMs: number, zone: string): string {
  const text = wallTime(at, zone)
  if (text === '') return String(at)
  // Buckets of days begin at midnight of UTC, which is another hour elsewhere.
  if (bucketMs >= DAY && zone === 'UTC') return text.slice(0, 10)
  const length = bucketMs >= 60_000 ? 16 : bucketMs >= 1000 ? 19 : 23
  return text.slice(0, length).replace('T', ' ')
}

/** spanWords says a span between two times; the day stands once when both are of the same. */
export function spanWords(from: number, to: number, bucketMs: number, zone: string): string {
  const [first, last] = [bucketTime(from, bucketMs, zone), bucketTime(to, bucketMs, zone)]
  const sameDay = last.length > 10 && first.slice(0, 10) === last.slice(0, 10)
  return `${first} – ${sameDay ? last.slice(11) : last}`
}

/** countWords says how many records a bucket holds; "about", since offsets also number what is no record any more. */
export function countWords({ total, read }: Pick<Bar, 'total' | 'read'>): string {
  if (total === 0) return 'no records'
  const words = `about ${formatCount(total)} ${total === 1 ? 'record' : 'records'}`
  return read === 0 || read === total ? words : `${words}, ${formatCount(read)} in the range`
}

const units = [
  [365 * DAY, 'year'],
  [DAY, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
  [1, 'millisecond'],
] as const

/** widthWords says how much time a bar stands for: "5 minutes". */
export function widthWords(bucketMs: number): string {
  const [size, name] = units.find(([each]) => bucketMs >= each && bucketMs % each === 0) ?? [1, 'millisecond']
  const count = bucketMs / size
  return `${formatCount(count)} ${name}${count === 1 ? '' : 's'}`
}
