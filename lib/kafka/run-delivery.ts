import { setTimeout as delay } from 'node:timers/promises'
import type { ApiError } from '#lib/shared/error-code.ts'
import type { FilterSpec } from '#lib/shared/filter.ts'
import type { JobProgress, JobResult } from '#lib/shared/job.ts'
import { consumeFrom } from './consume-from.ts'
import { GroupConsumption } from './consume-group.ts'
import { deliverTopic } from './deliver-topic.ts'
import { contextOf } from './error-context.ts'
import { explainDenied } from './explain-denied.ts'
import { Handoff } from './handoff.ts'
import { type JobUpdate, PROGRESS_EVERY_MS, publicError, RateMeter } from './job-update.ts'
import { type KafkaError, translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { RecordDelivery } from './record-delivery.ts'
import type { RecordSink } from './record-sink.ts'
import { soonAfter } from './soon-after.ts'

/** At a cancel what is on its way may still arrive; the thread has less than a second. */
const LAST_DELIVERIES_MS = 300
/** After them the sink says good-bye, which a server that hangs does not hear. */
const GOODBYE_MS = 400

export interface DeliveryPlan {
  readonly topic: string
  readonly from: string
  /** Without a group. */
  readonly to?: string
  readonly partitions?: readonly number[] | undefined
  readonly group: { readonly id: string; readonly idleSeconds?: number | undefined } | null
  readonly filter?: FilterSpec | undefined
  readonly limit?: number | undefined
  /** Opens what the records go to, and tells what happened on the way. */
  readonly openSink: (tell: (message: string) => void) => Promise<RecordSink>
  /** Of openSink: whether it created a topic. */
  readonly topicCreated?: () => boolean
  /** The other Kafka, whose refusals are explained by its own user. */
  readonly other?: KafkaTarget
}

interface Running {
  readonly sink: RecordSink
  readonly delivery: RecordDelivery
  ahead: { total: number | null; lag: () => number }
  /** Resolves some time after a cancel, when the sink is closed or does not answer. */
  readonly closed: Promise<void>
}

/** runDelivery reads a topic into a sink. It never throws: how it went is in the last update. */
export async function* runDelivery(
  target: KafkaTarget,
  plan: DeliveryPlan,
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<JobUpdate> {
  const startedAt = performance.now()
  const out = new Handoff<JobUpdate>()
  const meter = new RateMeter()
  let running: Running | null = null
  const tell = (update: JobUpdate) => out.put([update])
  const remarks = () => {
    for (const message of running?.sink.tally.takeRemarks() ?? []) void tell({ type: 'warning', message })
  }
  const timer = setInterval(() => {
    remarks()
    void tell({ type: 'progress', progress: progressOf(running, meter.rate(running?.delivery.read ?? 0)) })
  }, PROGRESS_EVERY_MS)
  const work = async (): Promise<JobResult['stopReason']> => {
    const sink = await plan.openSink((message) => void tell({ type: 'note', message }))
    const delivery = new RecordDelivery({ topic: plan.topic, filter: plan.filter, sink, signal })
    running = { sink, delivery, ahead: { total: null, lag: () => 0 }, closed: closeSoonAfter(signal, sink) }
    return plan.group
      ? consume(target, plan, plan.group, { running, signal, tell })
      : readAll(target, plan, { running, signal, tell })
  }
  const ending = work()
    .then(
      (reason) => ({ reason, error: null }),
      async (thrown: unknown) => ({
        reason: 'error' as const,
        error: await explain(target, plan, thrown, signal),
      }),
    )
    .then(async (end) => {
      await settleAndClose(running, signal)
      remarks()
      await tell({ type: 'progress', progress: progressOf(running, 0) })
      out.end()
      return end
    })
  try {
    yield* out.items()
    const { reason, error } = await ending
    yield* lastWords(running)
    const seconds = Math.round(performance.now() - startedAt) / 1000
    const progress = progressOf(running, 0)
    yield {
      type: 'ended',
      result: {
        ...progress,
        recordsPerSecond: seconds > 0 ? Math.round(progress.done / seconds) : 0,
        seconds,
        topicCreated: plan.topicCreated?.() ?? false,
        groupId: plan.group?.id ?? null,
        stopReason: signal.aborted ? 'cancelled' : reason,
      },
      error: signal.aborted ? null : error,
    }
  } finally {
    clearInterval(timer)
  }
}

interface Run {
  readonly running: Running
  readonly signal: AbortSignal
  readonly tell: (update: JobUpdate) => Promise<void>
}

function readAll(target: KafkaTarget, plan: DeliveryPlan, { running, signal, tell }: Run) {
  return deliverTopic(target, {
    topic: plan.topic,
    from: plan.from,
    to: plan.to ?? 'latest',
    partitions: plan.partitions,
    limit: plan.limit,
    delivery: running.delivery,
    context: { ...contextOf(target), topic: plan.topic, operation: 'read' },
    signal,
    onStart: (ahead) => {
      running.ahead = ahead
    },
    onWarning: (message, advice) => tell({ type: 'warning', message, ...(advice && { advice }) }),
  })
}

async function consume(
  target: KafkaTarget,
  plan: DeliveryPlan,
  group: NonNullable<DeliveryPlan['group']>,
  { running, signal, tell }: Run,
): Promise<JobResult['stopReason']> {
  const consumption = new GroupConsumption(target, {
    topic: plan.topic,
    groupId: group.id,
    from: consumeFrom(plan.from),
    limit: plan.limit,
    idleMs: group.idleSeconds === undefined ? undefined : group.idleSeconds * 1000,
    sink: running.delivery,
    signal,
  })
  running.ahead = { total: plan.limit ?? null, lag: () => consumption.tally.lag() }
  for await (const event of consumption.events()) {
    if (event.type === 'ended') return event.reason
    if (event.type !== 'records') await tell(event)
  }
  return 'cancelled'
}

/** A refusal is explained by the one of the two users that it met; what a sink threw stays as it is. */
async function explain(
  target: KafkaTarget,
  plan: DeliveryPlan,
  thrown: unknown,
  signal: AbortSignal,
): Promise<ApiError> {
  if (signal.aborted) return { code: 'cancelled', message: 'Cancelled.' }
  if (isSinkError(thrown)) return publicError(thrown)
  const error = translateError(thrown)
  const explained = await explainDenied(target, error)
  return publicError(explained === error && plan.other ? await explainDenied(plan.other, error) : explained)
}

/** Errors of webhooks and databases bring their own code and words. */
function isSinkError(error: unknown): error is KafkaError {
  return error instanceof Error && (error.name === 'WebhookError' || error.name === 'MongoAccessError')
}

/** Begun at the cancel itself: the group says its good-bye meanwhile, and commits what is settled until then. */
async function closeSoonAfter(signal: AbortSignal, sink: RecordSink): Promise<void> {
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  await delay(LAST_DELIVERIES_MS)
  const done = new AbortController()
  const late = soonAfter(signal, GOODBYE_MS, done.signal)
  await Promise.race([sink.close(), late]).finally(() => done.abort())
}

async function settleAndClose(running: Running | null, signal: AbortSignal): Promise<void> {
  if (!running) return
  if (signal.aborted) await running.closed
  else {
    // After a failure what is on its way may still arrive.
    await Promise.race([running.sink.settle().catch(() => undefined), delay(LAST_DELIVERIES_MS)])
    // A cancel may come meanwhile.
    await Promise.race([running.sink.close(), running.closed])
  }
}

function* lastWords(running: Running | null): Generator<JobUpdate> {
  if (!running) return
  const { filterErrors = 0, filterErrorSample = '' } = running.delivery.filterFailures
  if (filterErrors > 0)
    yield {
      type: 'warning',
      message: `The expression failed on ${filterErrors} records, which count as filtered. The first: ${filterErrorSample}`,
    }
  const { retries } = running.sink.tally
  if (retries > 0) yield { type: 'note', message: `${retries} deliveries were sent again after trouble.` }
}

function progressOf(running: Running | null, recordsPerSecond: number): JobProgress {
  if (!running)
    return {
      ...{
        done: 0,
        failed: 0,
        total: null,
        bytes: 0,
        recordsPerSecond,
        latency: null,
        partitions: [],
        lag: null,
      },
    }
  const { delivery, ahead } = running
  const counts = delivery.counts()
  return {
    done: counts.delivered + counts.redelivered,
    failed: counts.failed,
    total: ahead.total,
    bytes: delivery.bytes,
    recordsPerSecond,
    latency: null,
    partitions: delivery.partitions(),
    lag: ahead.lag(),
    delivery: counts,
  }
}
