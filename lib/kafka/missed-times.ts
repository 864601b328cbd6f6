import type { ClusterLink } from './cluster-link.ts'
import { UnsupportedVersionError } from './connection-error.ts'
import { partitionKey } from './group-lag.ts'
import { KafkaError } from './kafka-error.ts'
import { kafkaErrors } from './protocol-code.ts'
import { RecordCursor } from './record-batch.ts'
import { readRecordSet } from './record-set.ts'
import { RecordSource } from './record-source.ts'
import { EARLIEST, type OffsetAnswer } from './requests/list-offsets.ts'
import type { Metadata } from './requests/metadata.ts'
import { SourcePartition } from './source-partition.ts'

/** A log of some ten gigabytes is looked through in it; whoever waits for the answer wants to know of more. */
const SEARCH_MS = 120_000

export interface TimeSearch {
  readonly metadata: Metadata
  /** Milliseconds since 1970. */
  readonly time: number
  readonly signal: AbortSignal
}

/**
 * missedTimes looks again where a broker said that no record is as young as a time, and gives the answers as they
 * are then. A broker asks the first segment whose youngest record is young enough; one that compaction emptied has
 * the age of its file instead, so the broker finds nothing in it and looks no further, though the log goes on. Only
 * where the partition's youngest record shows this is the log itself searched, from its beginning. A partition about
 * which one of the questions failed carries that error. Throws a KafkaError `deadline` when a search takes two minutes.
 */
export async function missedTimes(
  link: ClusterLink,
  answers: readonly OffsetAnswer[],
  search: TimeSearch,
): Promise<OffsetAnswer[]> {
  const nothing = answers.filter(({ errorCode, offset }) => errorCode === kafkaErrors.NONE && offset < 0n)
  const { young, failed } = await younger(link, nothing, search)
  const found = new Map(failed.map((answer) => [partitionKey(answer), answer]))
  const given = (): OffsetAnswer[] => answers.map((answer) => found.get(partitionKey(answer)) ?? answer)
  if (young.size === 0) return given()
  const { metadata, time, signal } = search
  const ask = (timestamp: bigint): Promise<OffsetAnswer[]> => {
    const queries = [...young.values()].map(({ topic, partition }) => ({ topic, partition, timestamp }))
    return link.listOffsetsWith(metadata, queries, 'uncommitted', { signal })
  }
  const until = performance.now() + SEARCH_MS
  // The record may have come between the two questions; then the broker knows it now.
  const [again, lows] = await Promise.all([ask(BigInt(time)), ask(EARLIEST)])
  for (const answer of again) found.set(partitionKey(answer), answer)
  const missed = lows.filter((low) => {
    const known = found.get(partitionKey(low))
    return known?.errorCode === kafkaErrors.NONE && known.offset < 0n
  })
  for (const low of missed) {
    const key = partitionKey(low)
    if (low.errorCode !== kafkaErrors.NONE) {
      found.set(key, low)
      continue
    }
    const end = Number(young.get(key)?.offset ?? low.offset) + 1
    const partition = new SourcePartition(low.partition, Number(low.offset), end)
    const first = await withinTime(signal, until, (within) =>
      firstFrom(link, low.topic, partition, { time, signal: within }),
    )
    found.set(key, { ...low, offset: first === null ? -1n : BigInt(first) })
  }
  return given()
}

/** A log may be of any size: the searching of all that are asked for together ends at a time. */
async function withinTime<T>(
  signal: AbortSignal,
  until: number,
  work: (within: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), Math.max(0, until - performance.now()))
  try {
    return await work(AbortSignal.any([signal, late.signal]))
  } catch (error) {
    if (signal.aborted || !late.signal.aborted) throw error
    throw new KafkaError(
      {
        code: 'deadline',
        message: `The first record of that time was not found within ${SEARCH_MS / 1000} s.`,
        advice:
          'The log was compacted and has to be searched from its beginning: choose offsets instead of a time.',
        retriable: false,
      },
      { cause: error },
    )
  } finally {
    clearTimeout(timer)
  }
}

interface Youngest {
  /** The youngest record of each partition, where it is as young as the time. */
  readonly young: ReadonlyMap<string, OffsetAnswer>
  readonly failed: readonly OffsetAnswer[]
}

async function younger(
  link: ClusterLink,
  asked: readonly OffsetAnswer[],
  { metadata, time, signal }: TimeSearch,
): Promise<Youngest> {
  const nothing: Youngest = { young: new Map(), failed: [] }
  if (asked.length === 0) return nothing
  const places = asked.map(({ topic, partition }) => ({ topic, partition }))
  try {
    const newest = await link.newestTimes(metadata, places, { signal })
    const young = newest.filter(
      ({ errorCode, timestamp }) => errorCode === kafkaErrors.NONE && timestamp >= BigInt(time),
    )
    return {
      young: new Map(young.map((answer) => [partitionKey(answer), answer])),
      failed: newest.filter((answer) => answer.errorCode !== kafkaErrors.NONE && !cannotTell(answer)),
    }
  } catch (error) {
    if (error instanceof UnsupportedVersionError) return nothing
    throw error
  }
}

/** Before Kafka 3.0 no broker tells its youngest record, nor later of the oldest formats. */
function cannotTell({ errorCode, failure }: OffsetAnswer): boolean {
  return (
    failure instanceof UnsupportedVersionError ||
    errorCode === kafkaErrors.UNSUPPORTED_VERSION ||
    errorCode === kafkaErrors.UNSUPPORTED_FOR_MESSAGE_FORMAT
  )
}

async function firstFrom(
  link: ClusterLink,
  topic: string,
  partition: SourcePartition,
  { time, signal }: Pick<TimeSearch, 'time' | 'signal'>,
): Promise<number | null> {
  const source = new RecordSource(link, {
    ...{ topic, isolation: 'uncommitted' as const, context: {} },
    signal,
  })
  source.add(partition)
  const cursor = new RecordCursor()
  for await (const item of source.items()) {
    if (item.type !== 'records') continue
    for (const batch of readRecordSet(item, 'uncommitted')) {
      if ('unreadable' in batch || batch.header.maxTimestamp < time) continue
      const { header } = batch
      cursor.reset(batch.body, 0, batch.body.length)
      for (let index = 0; index < header.count && cursor.next(); index++) {
        const at = header.logAppendTime ? header.maxTimestamp : header.baseTimestamp + cursor.timestampDelta
        const offset = header.baseOffset + cursor.offsetDelta
        if (at >= time && offset >= item.from) return offset
      }
    }
  }
  return null
}
