import type { ClusterLink } from './cluster-link.ts'
import { RecordCursor } from './record-batch.ts'
import { readRecordSet } from './record-set.ts'
import { RecordSource } from './record-source.ts'
import type { Isolation } from './requests/list-offsets.ts'
import { SourcePartition } from './source-partition.ts'

/** Up to so many records are looked at to find the newest; beyond, offsets alone decide. */
const MAX_EXAMINED = 200_000

interface Bounds {
  readonly partition: number
  readonly low: bigint
  readonly high: bigint
}

export interface NewestOptions {
  readonly topic: string
  readonly count: number
  readonly bounds: readonly Bounds[]
  readonly isolation: Isolation
  readonly signal?: AbortSignal | undefined
}

interface Tail {
  readonly bounds: Bounds
  /** The offsets and timestamps of its last visible records, oldest first. */
  offsets: number[]
  timestamps: number[]
  /** From where on they are known. */
  from: number
}

/**
 * newestOffsets finds where the newest `count` records over all partitions begin: of each partition its last ones, as
 * many as are younger than the others'. Exact also where compaction and transactions leave gaps between offsets,
 * since it reads the tails; for counts too large for that it shares out by offsets.
 */
export async function newestOffsets(link: ClusterLink, options: NewestOptions): Promise<Map<number, bigint>> {
  const { bounds, count } = options
  const filled = bounds.filter(({ low, high }) => high > low)
  if (count * filled.length > MAX_EXAMINED) return shareOut(bounds, count)
  const tails = filled.map(
    (one): Tail => ({ bounds: one, offsets: [], timestamps: [], from: Number(one.high) }),
  )
  for (let window = count; ; window *= 4) {
    const short = tails.filter((tail) => tail.offsets.length < count && tail.from > Number(tail.bounds.low))
    if (short.length === 0) break
    await readTails(link, options, short, window)
  }
  const starts = new Map(bounds.map(({ partition, high }) => [partition, high]))
  for (let taken = 0; taken < count; taken++) {
    const youngest = tails.reduce<Tail | null>(
      (best, tail) =>
        (tail.timestamps.at(-1) ?? -Infinity) > (best?.timestamps.at(-1) ?? -Infinity) ? tail : best,
      null,
    )
    const offset = youngest?.offsets.pop()
    if (!youngest || offset === undefined) break
    youngest.timestamps.pop()
    starts.set(youngest.bounds.partition, BigInt(offset))
  }
  return starts
}

/** Reads `window` offsets before what is known of each tail. */
async function readTails(
  link: ClusterLink,
  options: NewestOptions,
  tails: readonly Tail[],
  window: number,
): Promise<void> {
  const stop = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal
  const source = new RecordSource(link, { ...options, context: {}, signal })
  const found = new Map(
    tails.map((tail) => {
      const end = tail.from
      tail.from = Math.max(Number(tail.bounds.low), end - window)
      source.add(new SourcePartition(tail.bounds.partition, tail.from, end))
      return [tail.bounds.partition, { tail, end, offsets: [] as number[], timestamps: [] as number[] }]
    }),
  )
  const cursor = new RecordCursor()
  for await (const item of source.items()) {
    const part = found.get(item.partition.partition)
    if (item.type !== 'records' || !part) continue
    for (const batch of readRecordSet(item, options.isolation)) {
      if ('unreadable' in batch) continue
      const { header } = batch
      cursor.reset(batch.body, 0, batch.body.length)
      for (let index = 0; index < header.count && cursor.next(); index++) {
        const offset = header.baseOffset + cursor.offsetDelta
        if (offset < item.from || offset >= part.end) continue
        part.offsets.push(offset)
        part.timestamps.push(
          header.logAppendTime ? header.maxTimestamp : header.baseTimestamp + cursor.timestampDelta,
        )
      }
    }
  }
  for (const { tail, offsets, timestamps } of found.values()) {
    tail.offsets = [...offsets, ...tail.offsets].slice(-options.count)
    tail.timestamps = [...timestamps, ...tail.timestamps].slice(-options.count)
  }
}

/** The same number of offsets for each partition; what a short one does not need goes to the others. */
function shareOut(bounds: readonly Bounds[], count: number): Map<number, bigint> {
  const starts = new Map<number, bigint>()
  let left = BigInt(count)
  const bySize = [...bounds].sort((a, b) => Number(a.high - a.low - (b.high - b.low)))
  for (const [index, { partition, low, high }] of bySize.entries()) {
    const others = BigInt(bySize.length - index)
    const share = (left + others - 1n) / others
    const taken = high - low < share ? high - low : share
    starts.set(partition, high - taken)
    left -= taken
  }
  return starts
}
