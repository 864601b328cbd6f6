import type { PartitionRange } from '#lib/shared/record.ts'
import { KafkaError } from './kafka-error.ts'
import { mergeByTime } from './merge-by-time.ts'
import { mergeReadings } from './merge-readings.ts'
import type { ReadEvent } from './read-event.ts'
import { readOnThread } from './read-on-thread.ts'
import type { ReaderPool, ReadingPace } from './reader-pool.ts'
import { ReadingTally } from './reading-tally.ts'
import type { ReadingTask } from './reading-task.ts'
import { isLong, shareOut, totalOf } from './share-out.ts'
import type { TargetMessage } from './target-message.ts'

/** In the order of time each partition is a reading of its own, with a socket and some 4 MB of what was fetched. */
const MAX_ORDERED_PARTITIONS = 64

interface PlannedOptions {
  readonly task: ReadingTask
  readonly order: 'time' | undefined
  readonly signal: AbortSignal | undefined
}

/**
 * readPlanned reads a bounded range in two steps: first what it comes to, then that, in several readings side by side
 * when it is long, or in one for each partition when the order is that of time. For the caller it is one reading.
 */
export async function* readPlanned(
  pool: Pick<ReaderPool, 'read' | 'scanThreads'>,
  target: TargetMessage,
  { task, order, signal }: PlannedOptions,
): AsyncGenerator<ReadEvent> {
  const stop = new AbortController()
  const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
  let ranges: readonly PartitionRange[] | null = null
  let skipped = 0
  // A partition that has no leader now ends the reading as failed, after the others were read.
  let failure: Error | null = null
  try {
    for await (const event of readOnThread(pool.read(target, { ...task, planOnly: true }), both)) {
      if (event.type === 'ended' && event.reason === 'reached-end') break
      if (event.type === 'started') ranges = event.partitions
      if (event.type === 'skipped') skipped += event.count
      yield event
      if (event.type === 'ended') return
    }
  } catch (error) {
    if (ranges === null || !(error instanceof Error)) throw error
    failure = error
  }
  const shares =
    order === 'time'
      ? (ranges ?? []).map((range) => [range])
      : shareOut(ranges ?? [], pool.scanThreads(target))
  if (order === 'time') assertFew(shares.length)
  const tally = new ReadingTally(shares, skipped)
  // What is short is read over the connections of its plan, and by a thread that does not give way.
  const paceOf = (share: number): ReadingPace => {
    if (!isLong(ranges ?? [])) return 'look'
    return order !== 'time' && share > 0 ? 'scan-apart' : 'scan'
  }
  const readings = shares.map((planned, share) => {
    const part: ReadingTask = { ...task, planned, ...budgetOf(task, planned, ranges ?? []) }
    return readOnThread(pool.read(target, part, paceOf(share)), both)
  })
  const merged =
    order === 'time'
      ? mergeByTime({
          readings,
          tally,
          limit: task.limit ?? Number.POSITIVE_INFINITY,
          stop: () => stop.abort(),
        })
      : mergeReadings(readings, tally)
  try {
    for await (const event of merged) {
      if (failure === null || event.type !== 'ended') {
        yield event
        continue
      }
      if (event.reason === 'reached-end') throw failure
      // The places to go on at don't name what could not be planned: who began there would never read it.
      const { goOn: _, ...end } = event
      yield end
    }
  } finally {
    stop.abort()
  }
}

/** Each share may read as much of the budget as it is of the whole. */
function budgetOf(
  { maxReadBytes }: ReadingTask,
  share: readonly PartitionRange[],
  all: readonly PartitionRange[],
): Pick<ReadingTask, 'maxReadBytes'> {
  if (maxReadBytes === undefined) return {}
  const part = totalOf(share) / Math.max(1, totalOf(all))
  return { maxReadBytes: Math.ceil(maxReadBytes * part) }
}

function assertFew(partitions: number): void {
  if (partitions <= MAX_ORDERED_PARTITIONS) return
  throw new KafkaError({
    code: 'bad_request',
    message: `The order of time is kept over ${MAX_ORDERED_PARTITIONS} partitions at most, and this topic has ${partitions}.`,
    advice: 'Choose some of its partitions, or leave out the order.',
    retriable: false,
  })
}
