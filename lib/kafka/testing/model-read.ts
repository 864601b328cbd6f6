import type { ReadOptions } from '../read-records.ts'

/** ModelRecord is one place of a log as the test wrote it, or the broker did. */
export interface ModelRecord {
  readonly partition: number
  readonly offset: number
  readonly timestamp: number
  /** `compacted` is what the cleaner took: an offset at which nothing stands. */
  readonly kind: 'record' | 'aborted' | 'marker' | 'compacted'
  /** Deleted from the beginning of its partition, so not in the log any more. */
  readonly deleted: boolean
  readonly key: string | null
  readonly value: string | null
  readonly headers: readonly (readonly [string, string | null])[]
}

export interface ModelAnswer {
  /** `partition:offset`, by partition. */
  readonly matched: string[]
  readonly rejected: number
  readonly skipped: number
}

/** modelRead says what a reading gives, in the plainest way: by looking at every record of every partition. */
export function modelRead(
  log: readonly (readonly ModelRecord[])[],
  options: Omit<ReadOptions, 'topic' | 'maxValueBytes'>,
): ModelAnswer {
  const { from, to, isolation, filter } = options
  const seen = ({ kind }: ModelRecord): boolean => isolation === 'uncommitted' || kind === 'record'
  const chosen = log
    .map((all, partition) => ({ partition, all }))
    .filter(({ partition }) => options.partitions?.includes(partition) ?? true)
  const kept = chosen.map(({ all }) => all.filter(({ deleted, kind }) => !deleted && kind !== 'compacted'))
  const newest = from.startsWith('newest:')
    ? newestOf(
        kept.map((all) => all.filter(seen)),
        Number(from.slice(7)),
      )
    : null
  const matched: string[] = []
  let [rejected, skipped] = [0, 0]
  for (const [index, { partition, all }] of chosen.entries()) {
    const high = all.length
    const low = all.find(({ deleted }) => !deleted)?.offset ?? high
    const start = newest?.[index] ?? edgeOf(from, { partition, low, high, log: kept[index] ?? [] })
    const end = Math.min(high, edgeOf(to, { partition, low, high, log: kept[index] ?? [] }))
    skipped += Math.max(0, Math.min(low, end) - start)
    for (const record of (kept[index] ?? []).filter(seen)) {
      if (record.offset < start || record.offset >= end) continue
      const hit = !filter || (record.kind !== 'marker' && contains(record, filter))
      if (hit) matched.push(`${partition}:${record.offset}`)
      else rejected++
    }
  }
  return { matched, rejected, skipped }
}

function edgeOf(
  text: string,
  at: { partition: number; low: number; high: number; log: readonly ModelRecord[] },
): number {
  const [kind, value = ''] = text.split(':', 2)
  if (kind === 'earliest') return at.low
  if (kind === 'offset') return Number(value)
  if (kind === 'time') return at.log.find(({ timestamp }) => timestamp >= Number(value))?.offset ?? at.high
  const own = value.split(',').find((pair) => pair.startsWith(`${at.partition}=`))
  return own === undefined ? at.high : Number(own.split('=')[1])
}

/** Takes the youngest of the partitions' last ones, one after the other. */
function newestOf(logs: readonly (readonly ModelRecord[])[], count: number): number[] {
  const left = logs.map((log) => [...log])
  const starts = logs.map(() => Number.POSITIVE_INFINITY)
  for (let taken = 0; taken < count; taken++) {
    const times = left.map((log) => log.at(-1)?.timestamp ?? -1)
    const youngest = times.indexOf(Math.max(...times))
    const record = left[youngest]?.pop()
    if (record) starts[youngest] = record.offset
  }
  return starts
}

function contains({ key, value, headers }: ModelRecord, filter: NonNullable<ReadOptions['filter']>): boolean {
  const texts = { key: [key], value: [value], headers: headers.flat() }
  return filter.in.some((place) => texts[place].some((text) => text?.includes(filter.text ?? '') ?? false))
}
