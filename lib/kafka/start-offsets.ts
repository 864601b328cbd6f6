import type { ClusterLink } from './cluster-link.ts'
import { KafkaError } from './kafka-error.ts'
import { missedTimes } from './missed-times.ts'
import { newestOffsets } from './newest-offsets.ts'
import { kafkaErrors } from './protocol-code.ts'
import { EARLIEST, type Isolation, LATEST, type OffsetAnswer } from './requests/list-offsets.ts'
import type { Metadata } from './requests/metadata.ts'
import { timeOf } from './time-of.ts'

export interface OffsetRange {
  readonly partition: number
  readonly low: bigint
  /** The high watermark, or for `committed` the last stable offset. */
  readonly high: bigint
  readonly from: bigint
  /** Exclusive; null = follow. */
  readonly to: bigint | null
  /** How many offsets before `low` were asked for by number: expired, or deleted. */
  readonly expired: bigint
}

export interface ResolveOptions {
  readonly topic: string
  readonly partitions: readonly number[]
  readonly metadata: Metadata
  /** The grammar of StartSchema and EndSchema in lib/shared/record.ts. */
  readonly from: string
  readonly to: string
  readonly isolation: Isolation
  readonly signal: AbortSignal
}

export interface ResolvedRanges {
  readonly ranges: OffsetRange[]
  /** Partitions whose leader gave no offsets now. */
  readonly failed: OffsetAnswer[]
}

/**
 * resolveRanges turns "from" and "to" into offsets of each partition, clamped to what the log holds now, so that every
 * bounded range has an end that will be reached. The end is the one of this moment unless `to` says otherwise.
 */
export async function resolveRanges(link: ClusterLink, options: ResolveOptions): Promise<ResolvedRanges> {
  const { topic, partitions, metadata, isolation, signal } = options
  const ask = (timestamp: bigint): Promise<OffsetAnswer[]> => {
    const queries = partitions.map((partition) => ({ topic, partition, timestamp }))
    return link.listOffsetsWith(metadata, queries, isolation, { signal })
  }
  const askTime = async (time: number): Promise<OffsetAnswer[]> =>
    missedTimes(link, await ask(BigInt(time)), { metadata, time, signal })
  const [lows, highs, froms, tos] = await Promise.all([
    ask(EARLIEST),
    ask(LATEST),
    timeIn(options.from, askTime),
    timeIn(options.to, askTime),
  ])
  const failed = new Map<number, OffsetAnswer>()
  for (const answer of [...lows, ...highs, ...(froms ?? []), ...(tos ?? [])]) {
    if (answer.errorCode !== kafkaErrors.NONE) failed.set(answer.partition, answer)
  }
  const offsetOf = (answers: readonly OffsetAnswer[] | null, partition: number): bigint | undefined =>
    answers?.find((answer) => answer.partition === partition)?.offset
  const bounds = partitions
    .filter((partition) => !failed.has(partition))
    .map((partition) => {
      const low = offsetOf(lows, partition) ?? 0n
      const high = max(offsetOf(highs, partition) ?? low, low)
      return { partition, low, high, timeFrom: offsetOf(froms, partition), timeTo: offsetOf(tos, partition) }
    })
  const newest = options.from.startsWith('newest:')
    ? await newestOffsets(link, { ...options, count: Number(argument(options.from)), bounds })
    : new Map<number, bigint>()
  const ranges = bounds.map(({ partition, low, high, timeFrom, timeTo }) => {
    const start = newest.get(partition) ?? startOf(options.from, { partition, low, high, time: timeFrom })
    const from = clamp(start, low, high)
    const to = endOf(options.to, { high, time: timeTo })
    // Of what was asked for, not more: an end may lie before the log's beginning, too.
    const gone = to !== null && to < low ? to : low
    const expired = start < gone ? gone - start : 0n
    return { partition, low, high, from, to: to === null ? null : max(clamp(to, low, high), from), expired }
  })
  return { ranges, failed: [...failed.values()] }
}

async function timeIn(
  text: string,
  ask: (time: number) => Promise<OffsetAnswer[]>,
): Promise<OffsetAnswer[] | null> {
  if (!text.startsWith('time:')) return null
  const time = timeOf(argument(text))
  if (time !== null) return ask(time)
  throw new KafkaError({
    code: 'bad_request',
    message: 'The range to read begins or ends at something that is no time.',
    advice: 'Write it as time:2026-01-31T00:00:00Z, or with milliseconds since 1970.',
    retriable: false,
  })
}

function startOf(
  text: string,
  at: { partition: number; low: bigint; high: bigint; time: bigint | undefined },
): bigint {
  if (text === 'earliest') return at.low
  if (text.startsWith('time:')) return at.time === undefined || at.time < 0n ? at.high : at.time
  if (text.startsWith('offset:')) return BigInt(argument(text))
  const own = /^offsets:/.test(text)
    ? argument(text)
        .split(',')
        .map((pair) => pair.split('='))
        .find(([partition]) => Number(partition) === at.partition)?.[1]
    : undefined
  return own === undefined ? at.high : BigInt(own)
}

function endOf(text: string, at: { high: bigint; time: bigint | undefined }): bigint | null {
  if (text === 'live') return null
  if (text.startsWith('offset:')) return BigInt(argument(text))
  return at.time === undefined || at.time < 0n ? at.high : at.time
}

function argument(text: string): string {
  return text.slice(text.indexOf(':') + 1)
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

function clamp(value: bigint, low: bigint, high: bigint): bigint {
  if (value < low) return low
  return value > high ? high : value
}
