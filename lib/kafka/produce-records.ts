import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises'
import type { Compression } from '#lib/shared/record.ts'
import { ClusterLink } from './cluster-link.ts'
import { contextOf } from './error-context.ts'
import type { ErrorContext } from './failure.ts'
import { cancelledError, type KafkaError, protocolError, translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { LatencyQuantiles } from './latency-histogram.ts'
import { orAborted } from './or-aborted.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import type { PartitionCounts, RefusedRecord, WrittenRecord } from './produce-tally.ts'
import { Producer } from './producer.ts'
import { requestProducerIdentity } from './producer-identity.ts'
import { TokenBucket } from './token-bucket.ts'
import { waitForTopic } from './wait-for-topic.ts'

/** As Java's delivery.timeout.ms: a partition that acknowledges nothing for so long has failed. */
const DELIVERY_TIMEOUT_MS = 120_000
/** A slow source must not hold back what it gave already. */
const LINGER_MS = 10
/** At a cancel the answers under way may still come; the rest counts as not acknowledged. */
const LAST_ANSWERS_MS = 300
/** The clock is read once for so many records. */
const RECORDS_PER_TICK = 256

export interface ProduceOptions {
  readonly topic: string
  readonly records: Iterable<OutgoingRecord> | AsyncIterable<OutgoingRecord>
  readonly compression?: Compression
  /** Records a second; absent = as fast as they are acknowledged. */
  readonly rate?: number | undefined
  /** Remember where each record was written: for few records only. */
  readonly keepPositions?: boolean
  readonly deliveryTimeoutMs?: number
  readonly signal?: AbortSignal | undefined
  /** Is given the running producer's numbers, to be looked at whenever it suits. */
  readonly onStart?: (progress: ProduceProgressSource) => void
}

type Running = ProduceOptions & { readonly signal: AbortSignal }

export interface ProduceSnapshot {
  readonly acknowledged: number
  readonly failed: number
  readonly bytes: number
  readonly latency: LatencyQuantiles | null
  readonly partitions: PartitionCounts
}

export interface ProduceProgressSource {
  snapshot(): ProduceSnapshot
}

export interface ProduceOutcome extends ProduceSnapshot {
  readonly seconds: number
  /** How many records the source gave. */
  readonly taken: number
  readonly retries: number
  readonly refused: readonly RefusedRecord[]
  readonly written: readonly (WrittenRecord | undefined)[]
  readonly stopReason: 'count' | 'cancelled' | 'error'
  /** What ended it before all was written; null after a good end, also when single records were refused. */
  readonly error: KafkaError | null
}

/**
 * produceRecords writes records to a topic through an idempotent pipeline: what is acknowledged is there, once, also
 * when brokers die meanwhile. Throws a KafkaError when it can't begin; a failure after that is in the outcome, with
 * what was acknowledged until then. A topic that does not exist, or a user without the right, is a failure to begin.
 */
export async function produceRecords(target: KafkaTarget, options: ProduceOptions): Promise<ProduceOutcome> {
  const context: ErrorContext = { ...contextOf(target), topic: options.topic, operation: 'write' }
  const signal = options.signal ?? new AbortController().signal
  let link: ClusterLink | null = null
  try {
    // Not bound to the signal for its whole life: at a cancel the last answers may still come.
    const connecting = ClusterLink.connect(target)
    link = await orAborted(connecting, signal).catch((error: unknown) => {
      connecting.then((late) => late.close()).catch(() => undefined)
      throw error
    })
    const producer = await prepare(link, { ...options, signal }, context)
    return await run(producer, { ...options, signal })
  } catch (error) {
    if (signal.aborted) throw cancelledError(error)
    throw translateError(error, link ? context : { ...context, phase: 'connect' })
  } finally {
    link?.close()
  }
}

async function prepare(link: ClusterLink, options: Running, context: ErrorContext): Promise<Producer> {
  const { topic, signal } = options
  const [known, identity] = await Promise.all([
    waitForTopic(link, topic, { signal, context }),
    requestProducerIdentity(link, { signal, context }),
  ])
  const leaders: number[] = Array.from({ length: known.partitions.length }, () => -1)
  for (const { partition, leader } of known.partitions) leaders[partition] = leader
  if (leaders.length === 0) throw protocolError(3, context)
  return new Producer({
    link,
    topic,
    leaders,
    identity,
    compression: options.compression ?? 'none',
    deliveryTimeoutMs: options.deliveryTimeoutMs ?? DELIVERY_TIMEOUT_MS,
    keepPositions: options.keepPositions ?? false,
    context,
  })
}

async function run(producer: Producer, options: Running): Promise<ProduceOutcome> {
  const startedAt = performance.now()
  const { tally } = producer
  let lost = 0
  const snapshot = (): ProduceSnapshot => ({
    acknowledged: tally.acknowledged,
    failed: tally.refusedRecords + lost,
    bytes: tally.bytes,
    latency: tally.latency(),
    partitions: tally.partitions(),
  })
  options.onStart?.({ snapshot })
  let error: KafkaError | null = null
  try {
    await feed(producer, options)
    producer.flush()
    await orAborted(producer.drained(), options.signal)
  } catch (thrown) {
    if (!options.signal.aborted) error = translateError(thrown, {})
  }
  error ??= producer.failure
  const unsent = producer.stop()
  const cancelled = error === null && options.signal.aborted
  if (cancelled) await Promise.race([producer.arrived(), delay(LAST_ANSWERS_MS)])
  // Sent and not acknowledged: nobody knows. Never sent: failed when the work failed, not when it was cancelled.
  lost = producer.added - tally.acknowledged - tally.refusedRecords - (cancelled ? unsent : 0)
  return {
    ...snapshot(),
    seconds: (performance.now() - startedAt) / 1000,
    taken: producer.added,
    retries: producer.retries,
    refused: tally.refused,
    written: tally.written,
    stopReason: error ? 'error' : cancelled ? 'cancelled' : 'count',
    error,
  }
}

/** Feeds the producer from the source, at the wanted pace, with a turn of the event loop after every batch. */
async function feed(producer: Producer, { records, rate, signal }: Running): Promise<void> {
  const iterator =
    Symbol.asyncIterator in records ? records[Symbol.asyncIterator]() : records[Symbol.iterator]()
  const bucket = rate === undefined ? null : new TokenBucket(rate, performance.now())
  let now = Date.now()
  let credit = 0
  try {
    for (let count = 0; !producer.failure; count++) {
      signal.throwIfAborted()
      if (bucket && credit === 0) {
        credit = await pace(bucket, producer, signal)
        now = Date.now()
      }
      credit--
      const given = iterator.next()
      const next: IteratorResult<OutgoingRecord, unknown> =
        given instanceof Promise ? await orFlush(given, producer, signal) : given
      if (next.done) return
      if (given instanceof Promise || count % RECORDS_PER_TICK === 0) now = Date.now()
      if (!producer.add(next.value, now)) continue
      if (producer.full) await orAborted(producer.room(), signal)
      else await turn()
    }
  } finally {
    // A source that is left early may hold a file or a request.
    await iterator.return?.()
  }
}

async function pace(bucket: TokenBucket, producer: Producer, signal: AbortSignal): Promise<number> {
  for (;;) {
    const { granted, waitMs } = bucket.take(RECORDS_PER_TICK, performance.now())
    if (granted > 0) return granted
    producer.flush()
    await delay(waitMs, undefined, { signal })
  }
}

async function orFlush<T>(given: Promise<T>, producer: Producer, signal: AbortSignal): Promise<T> {
  const timer = setTimeout(() => producer.flush(), LINGER_MS)
  try {
    return await orAborted(given, signal)
  } finally {
    clearTimeout(timer)
  }
}
