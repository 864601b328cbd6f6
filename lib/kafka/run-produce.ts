import { setTimeout as delay } from 'node:timers/promises'
import { TemplateError } from '#lib/records/templates/template.ts'
import type { ApiError } from '#lib/shared/error-code.ts'
import type { JobProgress, JobResult } from '#lib/shared/job.ts'
import type { ProduceSpec } from '#lib/shared/produce-spec.ts'
import { ensureTopic } from './ensure-topic.ts'
import { explainDenied } from './explain-denied.ts'
import { type JobUpdate, PROGRESS_EVERY_MS, publicError, RateMeter } from './job-update.ts'
import { translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { outgoingRecords } from './outgoing-records.ts'
import {
  type ProduceOutcome,
  type ProduceProgressSource,
  type ProduceSnapshot,
  produceRecords,
} from './produce-records.ts'

const NOTHING: ProduceSnapshot = { acknowledged: 0, failed: 0, bytes: 0, latency: null, partitions: [] }

type Spec = ProduceSpec & { readonly topic: string }

/** runProduce does a produce job in this thread. It never throws: how it went is in the last update. */
export async function* runProduce(
  target: KafkaTarget,
  spec: Spec,
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<JobUpdate> {
  const startedAt = performance.now()
  const meter = new RateMeter()
  let source: ProduceProgressSource = { snapshot: () => NOTHING }
  let topicCreated = false
  let reason: 'count' | 'duration' = 'count'
  const end = (
    error: ApiError | null,
    snapshot: ProduceSnapshot & { readonly taken?: number } = source.snapshot(),
  ): JobUpdate => {
    const seconds = (performance.now() - startedAt) / 1000
    const stopReason = signal.aborted ? 'cancelled' : error ? 'error' : reason
    const { taken } = snapshot
    const result = resultOf(snapshot, { spec, seconds, topicCreated, stopReason, taken })
    return { type: 'ended', result, error }
  }
  try {
    const records = await outgoingRecords(spec)
    if (spec.createTopic) {
      topicCreated = await ensureTopic(target, { topic: spec.topic, ...spec.createTopic, signal })
      yield {
        type: 'note',
        message: topicCreated
          ? `Created the topic “${spec.topic}”.`
          : `The topic “${spec.topic}” exists already and is left as it is.`,
      }
    }
    const { topic, rate, burst, compression, durationSeconds, partition } = spec
    const onStart = (running: ProduceProgressSource) => {
      source = running
    }
    const finished = produceRecords(target, {
      ...{ topic, records, rate, burst, compression, signal, onStart },
      durationMs: durationSeconds === undefined ? undefined : durationSeconds * 1000,
      roundRobin: partition?.type === 'round-robin',
    })
    yield* progressUntil(finished, () => progressOf(source.snapshot(), spec, meter))
    const outcome = await finished
    if (outcome.stopReason === 'duration') reason = 'duration'
    yield* warningsOf(outcome)
    yield { type: 'progress', progress: progressOf(outcome, spec, meter) }
    yield end(outcome.error ? publicError(await explainDenied(target, outcome.error)) : null, outcome)
  } catch (error) {
    if (signal.aborted) yield end(null)
    else if (error instanceof TemplateError)
      yield end({ code: 'unprocessable', message: error.message, advice: error.advice, line: error.line })
    else yield end(publicError(await explainDenied(target, translateError(error))))
  }
}

async function* progressUntil(
  finished: Promise<unknown>,
  progress: () => JobProgress,
): AsyncGenerator<JobUpdate> {
  const done = finished.then(
    () => true,
    () => true,
  )
  for (;;) {
    const waiting = new AbortController()
    const over = await Promise.race([done, delay(PROGRESS_EVERY_MS, false, { signal: waiting.signal })])
    waiting.abort()
    if (over) return
    yield { type: 'progress', progress: progress() }
  }
}

function* warningsOf(outcome: ProduceOutcome): Generator<JobUpdate> {
  for (const { index, partition, message } of outcome.refused)
    yield { type: 'warning', message: `Record ${index} (partition ${partition}) was refused: ${message}` }
  if (outcome.failed > outcome.refused.length && outcome.refused.length > 0)
    yield { type: 'warning', message: `${outcome.failed} records were not written in all.` }
  if (outcome.retries > 0)
    yield {
      type: 'note',
      message: `${outcome.retries} batches were sent again after trouble; none was written twice.`,
    }
}

function progressOf(snapshot: ProduceSnapshot, { count }: Spec, meter: RateMeter): JobProgress {
  const { acknowledged, failed, bytes, latency, partitions } = snapshot
  return {
    done: acknowledged,
    failed,
    total: count ?? null,
    bytes,
    recordsPerSecond: meter.rate(acknowledged),
    latency,
    partitions,
    lag: null,
  }
}

function resultOf(
  snapshot: ProduceSnapshot,
  facts: Pick<JobResult, 'seconds' | 'topicCreated' | 'stopReason'> & {
    spec: Spec
    taken: number | undefined
  },
): JobResult {
  const { acknowledged, failed, bytes, latency, partitions } = snapshot
  const { spec, seconds, topicCreated, stopReason, taken } = facts
  return {
    done: acknowledged,
    failed,
    total: spec.count ?? null,
    bytes,
    recordsPerSecond: seconds > 0 ? Math.round(acknowledged / seconds) : 0,
    latency,
    partitions,
    lag: null,
    seconds: Math.round(seconds * 1000) / 1000,
    topicCreated,
    groupId: null,
    ...(taken !== undefined && { taken }),
    stopReason,
  }
}
