import { setTimeout as delay } from 'node:timers/promises'
import { TemplateError } from '#lib/records/templates/template.ts'
import type { ApiError } from '#lib/shared/error-code.ts'
import type { JobProgress, JobResult } from '#lib/shared/job.ts'
import type { ProduceSpec } from '#lib/shared/produce-spec.ts'
import { ensureTopic } from './ensure-topic.ts'
import { explainDenied } from './explain-denied.ts'
import type { JobResources } from './job-resources.ts'
import { type JobUpdate, PROGRESS_EVERY_MS, publicError, RateMeter } from './job-update.ts'
import { type KafkaError, translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { openProduceFlow, type ProduceFlow } from './produce-flow.ts'
import {
  type ProduceOutcome,
  type ProduceProgressSource,
  type ProduceSnapshot,
  produceRecords,
} from './produce-records.ts'

/** Before it begins; a job that is cancelled then has made none. */
const NOTHING: ProduceSnapshot & { readonly taken: number } = {
  ...{ acknowledged: 0, failed: 0, bytes: 0, latency: null, partitions: [] },
  taken: 0,
}

type Spec = ProduceSpec & { readonly topic: string }

/** runProduce does a produce job in this thread. It never throws: how it went is in the last update. */
export async function* runProduce(
  target: KafkaTarget,
  spec: Spec,
  { signal, resources = {} }: { readonly signal: AbortSignal; readonly resources?: JobResources },
): AsyncGenerator<JobUpdate> {
  const startedAt = performance.now()
  const meter = new RateMeter()
  let source: ProduceProgressSource = { snapshot: () => NOTHING }
  let topicCreated = false
  let reason: 'count' | 'duration' = 'count'
  let flow: ProduceFlow | null = null
  const notes: string[] = []
  const remarks = function* (): Generator<JobUpdate> {
    for (const message of notes.splice(0)) yield { type: 'note', message }
    for (const message of flow?.store?.takeRemarks() ?? []) yield { type: 'warning', message }
  }
  const end = (
    error: ApiError | null,
    snapshot: ProduceSnapshot & { readonly taken?: number } = source.snapshot(),
  ): JobUpdate => {
    const seconds = (performance.now() - startedAt) / 1000
    const stopReason = signal.aborted ? 'cancelled' : error ? 'error' : reason
    const { taken } = snapshot
    const result = resultOf(snapshot, { spec, flow, seconds, topicCreated, stopReason, taken })
    return { type: 'ended', result, error }
  }
  try {
    flow = await openProduceFlow(spec, { resources, signal, note: (message) => notes.push(message) })
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
      ...{ topic, rate, burst, compression, signal, onStart, ...flow },
      durationMs: durationSeconds === undefined ? undefined : durationSeconds * 1000,
      roundRobin: partition?.type === 'round-robin',
    })
    const { store } = flow
    // What is acknowledged may still have to be stored, for a minute when MongoDB is away.
    const settled = finished.then(async (outcome) => {
      await store?.close(signal)
      return outcome
    })
    for await (const progress of progressUntil(settled, () =>
      progressOf(source.snapshot(), { spec, flow }, meter),
    )) {
      yield* remarks()
      yield progress
    }
    const outcome = await settled
    if (outcome.stopReason === 'duration') reason = 'duration'
    yield* remarks()
    yield* warningsOf(outcome)
    if (flow.source && outcome.taken === 0 && !outcome.error && flow.source.failure === null)
      yield { type: 'warning', message: 'The collection holds no documents there.' }
    yield { type: 'progress', progress: progressOf(outcome, { spec, flow }, meter) }
    const broken: unknown = outcome.error ?? flow.source?.failure ?? flow.store?.failure
    yield end(
      broken === null || broken === undefined || signal.aborted ? null : await explain(target, broken),
      outcome,
    )
  } catch (error) {
    if (signal.aborted) yield end(null)
    else if (error instanceof TemplateError)
      yield end({ code: 'unprocessable', message: error.message, advice: error.advice, line: error.line })
    else yield end(await explain(target, error))
  } finally {
    await flow?.store?.close(AbortSignal.abort())
  }
}

/** MongoDB’s failures bring their own words. */
async function explain(target: KafkaTarget, error: unknown): Promise<ApiError> {
  return isMongoFailure(error)
    ? publicError(error)
    : publicError(await explainDenied(target, translateError(error)))
}

function isMongoFailure(error: unknown): error is KafkaError {
  return error instanceof Error && error.name === 'MongoAccessError'
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

interface Running {
  readonly spec: Spec
  readonly flow: ProduceFlow | null
}

function progressOf(snapshot: ProduceSnapshot, { spec, flow }: Running, meter: RateMeter): JobProgress {
  const { acknowledged, failed, bytes, latency, partitions } = snapshot
  return {
    done: acknowledged,
    failed,
    total: spec.count ?? null,
    bytes,
    recordsPerSecond: meter.rate(acknowledged),
    latency,
    partitions,
    lag: null,
    ...(flow?.store && { delivery: flow.store.counts() }),
  }
}

function resultOf(
  snapshot: ProduceSnapshot,
  facts: Pick<JobResult, 'seconds' | 'topicCreated' | 'stopReason'> & {
    taken: number | undefined
  } & Running,
): JobResult {
  const { acknowledged, failed, bytes, latency, partitions } = snapshot
  const { spec, flow, seconds, topicCreated, stopReason, taken } = facts
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
    ...(flow?.store && { delivery: flow.store.counts() }),
    ...(flow?.source && { source: flow.source.place() }),
    stopReason,
  }
}
