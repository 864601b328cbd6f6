import { setTimeout as delay } from 'node:timers/promises'
import { RecordFault } from '#lib/records/record-fault.ts'
import type { Compression } from '#lib/shared/record.ts'
import { ClusterLink } from './cluster-link.ts'
import { contextOf } from './error-context.ts'
import type { ErrorContext } from './failure.ts'
import { feedProducer } from './feed-producer.ts'
import { cancelledError, KafkaError, translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { LatencyQuantiles } from './latency-histogram.ts'
import { openProducer } from './open-producer.ts'
import { orAborted } from './or-aborted.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import type { PartitionCounts, RefusedRecord, WrittenRecord } from './produce-tally.ts'
import type { OnAcknowledged, Producer, ProducerOptions } from './producer.ts'

/** At a cancel the answers under way may still come; the rest counts as not acknowledged. */
const LAST_ANSWERS_MS = 300

export interface ProduceOptions {
  readonly topic: string
  readonly records: Iterable<OutgoingRecord> | AsyncIterable<OutgoingRecord>
  readonly compression?: Compression
  /** Records a second; absent = as fast as they are acknowledged. */
  readonly rate?: number | undefined
  /** So many at once, then a pause, so that it is `rate` on average. */
  readonly burst?: number | undefined
  /** Milliseconds after which nothing more is taken from the source; what was taken is still written. */
  readonly durationMs?: number | undefined
  /** Records without a partition go to one after the other, whatever their key, as Java's RoundRobinPartitioner does. */
  readonly roundRobin?: boolean
  /** Remember where each record was written: for few records only. */
  readonly keepPositions?: boolean
  readonly deliveryTimeoutMs?: number
  readonly onAcknowledged?: OnAcknowledged | undefined
  readonly onRefused?: ProducerOptions['onRefused']
  /** Find each refused record however many there are; else a batch is given up whole after the first twenty. */
  readonly isolateRefusals?: boolean
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
  readonly stopReason: 'count' | 'duration' | 'cancelled' | 'error'
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
    const producer = await openProducer(link, { ...options, signal }, context)
    return await run(producer, { ...options, signal })
  } catch (error) {
    if (signal.aborted) throw cancelledError(error)
    throw translateError(error, link ? context : { ...context, phase: 'connect' })
  } finally {
    link?.close()
  }
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
  let end: 'count' | 'duration' = 'count'
  try {
    end = await feedProducer(producer, options)
    producer.flush()
    await orAborted(producer.drained(), options.signal)
  } catch (thrown) {
    if (!options.signal.aborted)
      error = thrown instanceof RecordFault ? faultError(thrown, producer.added) : translateError(thrown, {})
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
    stopReason: error ? 'error' : cancelled ? 'cancelled' : end,
    error,
  }
}

function faultError(fault: RecordFault, index: number): KafkaError {
  const message = `${fault.message}, in record ${index}, counted from 0.`
  return new KafkaError(
    { code: 'unprocessable', message, advice: fault.advice, retriable: false },
    { cause: fault },
  )
}
