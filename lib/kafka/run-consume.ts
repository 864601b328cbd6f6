import type { ApiError } from '#lib/shared/error-code.ts'
import type { ConsumeSpec, JobProgress, JobResult } from '#lib/shared/job.ts'
import type { ConsumeStop } from './consume-event.ts'
import { GroupConsumption } from './consume-group.ts'
import { explainDenied } from './explain-denied.ts'
import { Handoff } from './handoff.ts'
import { type JobUpdate, PROGRESS_EVERY_MS, publicError, RateMeter } from './job-update.ts'
import { translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'

type Spec = ConsumeSpec & { readonly topic: string; readonly groupId: string }

/** runConsume does a consume job in this thread. It never throws: how it went is in the last update. */
export async function* runConsume(
  target: KafkaTarget,
  spec: Spec,
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<JobUpdate> {
  const startedAt = performance.now()
  const consumption = new GroupConsumption(target, {
    topic: spec.topic,
    groupId: spec.groupId,
    from: spec.from,
    limit: spec.limit,
    idleMs: spec.idleSeconds === undefined ? undefined : spec.idleSeconds * 1000,
    signal,
  })
  const out = new Handoff<JobUpdate>()
  const meter = new RateMeter()
  const timer = setInterval(() => {
    void out.put([{ type: 'progress', progress: progressOf(consumption, spec, meter) }])
  }, PROGRESS_EVERY_MS)
  const running = relay(consumption, out).then(
    (reason) => ({ reason, error: null }),
    async (thrown: unknown) => ({
      reason: 'error' as const,
      error: publicError(await explainDenied(target, translateError(thrown))),
    }),
  )
  void running.then(() => out.end())
  try {
    yield* out.items()
    const { reason, error } = await running
    yield { type: 'progress', progress: progressOf(consumption, spec, meter) }
    yield {
      type: 'ended',
      result: resultOf(consumption, spec, { startedAt, reason: signal.aborted ? 'cancelled' : reason }),
      error: endError(error, signal),
    }
  } finally {
    clearInterval(timer)
  }
}

const endError = (error: ApiError | null, signal: AbortSignal) => (signal.aborted ? null : error)

async function relay(consumption: GroupConsumption, out: Handoff<JobUpdate>): Promise<ConsumeStop> {
  for await (const event of consumption.events()) {
    if (event.type === 'ended') return event.reason
    if (event.type === 'note' || event.type === 'warning') await out.put([event])
  }
  return 'cancelled'
}

function progressOf({ tally }: GroupConsumption, spec: Spec, meter: RateMeter): JobProgress {
  return {
    done: tally.consumed,
    failed: 0,
    total: spec.limit ?? null,
    bytes: tally.bytes,
    recordsPerSecond: meter.rate(tally.consumed),
    latency: null,
    partitions: tally.partitions(),
    lag: tally.lag(),
  }
}

function resultOf(
  { tally }: GroupConsumption,
  spec: Spec,
  { startedAt, reason }: { startedAt: number; reason: JobResult['stopReason'] },
): JobResult {
  const seconds = (performance.now() - startedAt) / 1000
  return {
    done: tally.consumed,
    failed: 0,
    total: spec.limit ?? null,
    bytes: tally.bytes,
    recordsPerSecond: seconds > 0 ? Math.round(tally.consumed / seconds) : 0,
    latency: null,
    partitions: tally.partitions(),
    lag: tally.lag(),
    seconds: Math.round(seconds * 1000) / 1000,
    topicCreated: false,
    groupId: spec.groupId,
    stopReason: reason,
  }
}
