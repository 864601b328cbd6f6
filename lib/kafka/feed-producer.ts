import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises'
import { orAborted } from './or-aborted.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import type { Producer } from './producer.ts'
import { TokenBucket } from './token-bucket.ts'

/** A slow source must not hold back what it gave already. */
const LINGER_MS = 10
/** A timer's longest; a record every month is a rate too. */
const MAX_DELAY_MS = 60_000
/** The clock is read once for so many records. */
const RECORDS_PER_TICK = 256

export interface FeedOptions {
  readonly records: Iterable<OutgoingRecord> | AsyncIterable<OutgoingRecord>
  /** Records a second; absent = as fast as the producer takes them. */
  readonly rate?: number | undefined
  /** So many at once, then a pause, so that it is `rate` on average. */
  readonly burst?: number | undefined
  /** Milliseconds after which nothing more is taken, also while the source gives nothing. */
  readonly durationMs?: number | undefined
  readonly signal: AbortSignal
}

type Fed = Pick<Producer, 'failure' | 'add' | 'full' | 'room' | 'flush'>

/**
 * feedProducer feeds a producer from a source, at the wanted pace, with a turn of the event loop after every batch. Says
 * whether the source ended or the time. Throws the signal's reason, and what the source throws.
 */
export async function feedProducer(producer: Fed, options: FeedOptions): Promise<'count' | 'duration'> {
  const { records, rate, burst, durationMs = Infinity, signal } = options
  const iterator =
    Symbol.asyncIterator in records ? records[Symbol.asyncIterator]() : records[Symbol.iterator]()
  const until = performance.now() + durationMs
  const bucket = rate === undefined ? null : new TokenBucket(rate, performance.now(), burst)
  let now = Date.now()
  let credit = 0
  let silent = false
  try {
    for (let count = 0; !producer.failure; count++) {
      signal.throwIfAborted()
      if (bucket && credit === 0) {
        credit = await pace(bucket, producer, { until, signal })
        if (credit === 0) return 'duration'
        now = Date.now()
      }
      credit--
      const given = iterator.next()
      silent = given instanceof Promise
      const next: IteratorResult<OutgoingRecord, unknown> | null =
        given instanceof Promise ? await orFlush(given, producer, { until, signal }) : given
      silent = next === null
      if (next === null) return 'duration'
      if (next.done) return 'count'
      if (given instanceof Promise || count % RECORDS_PER_TICK === 0) {
        now = Date.now()
        if (performance.now() >= until) return 'duration'
      }
      if (!producer.add(next.value, now)) continue
      if (producer.full) await orAborted(producer.room(), signal)
      else await turn()
    }
    return 'count'
  } catch (error) {
    // What the source itself throws is an answer too.
    if (!signal.aborted) silent = false
    throw error
  } finally {
    // A source that is left early may hold a file or a request. One that is silent may answer long after the time or
    // the cancel.
    const left = Promise.resolve(iterator.return?.())
    if (silent) left.catch(() => undefined)
    else await left
  }
}

interface Limits {
  /** By performance.now(). */
  readonly until: number
  readonly signal: AbortSignal
}

/** Waits until some records may go and gives how many; none when the time is over. */
async function pace(bucket: TokenBucket, producer: Fed, { until, signal }: Limits): Promise<number> {
  for (;;) {
    const now = performance.now()
    if (now >= until) return 0
    const { granted, waitMs } = bucket.take(RECORDS_PER_TICK, now)
    if (granted > 0) return granted
    producer.flush()
    await delay(Math.min(waitMs, until - now, MAX_DELAY_MS), undefined, { signal })
  }
}

/** Gives what the source gives, or null when the time is over first. */
async function orFlush<T>(given: Promise<T>, producer: Fed, { until, signal }: Limits): Promise<T | null> {
  const over = Promise.withResolvers<null>()
  const linger = setTimeout(() => producer.flush(), LINGER_MS)
  const limit =
    until === Infinity
      ? undefined
      : setTimeout(() => over.resolve(null), Math.max(0, until - performance.now()))
  try {
    return await orAborted(Promise.race([given, over.promise]), signal)
  } finally {
    clearTimeout(linger)
    clearTimeout(limit)
  }
}
