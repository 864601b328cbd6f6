import type { ConsumeSpec } from '#lib/shared/consume-spec.ts'
import type { JobProgress, JobResult } from '#lib/shared/job.ts'
import { consumeFrom } from './consume-from.ts'
import { ConsumeInspector } from './consume-inspector.ts'
import { explainDenied } from './explain-denied.ts'
import { type CrewStop, GroupCrew } from './group-crew.ts'
import { Handoff } from './handoff.ts'
import { inspectGroup } from './inspect-group.ts'
import { type JobUpdate, PROGRESS_EVERY_MS, publicError, RateMeter } from './job-update.ts'
import { translateError } from './kafka-error.ts'
import type { KafkaTarget } from './kafka-target.ts'

type Spec = ConsumeSpec & { readonly topic: string; readonly groupId: string }

interface Running {
  readonly spec: Spec
  readonly crew: GroupCrew
  readonly inspector: ConsumeInspector
  readonly meter: RateMeter
}

/** runConsume does a consume job in this thread. It never throws: how it went is in the last update. */
export async function* runConsume(
  target: KafkaTarget,
  spec: Spec,
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<JobUpdate> {
  const startedAt = performance.now()
  const running = prepare(target, spec, signal)
  const out = new Handoff<JobUpdate>()
  const timer = setInterval(() => {
    void out.put([{ type: 'progress', progress: progressOf(running) }])
  }, PROGRESS_EVERY_MS)
  const relaying = work(target, running, { out, signal }).then(
    (reason) => ({ reason, error: null }),
    async (thrown: unknown) => ({
      reason: 'error' as const,
      error: publicError(await explainDenied(target, translateError(thrown))),
    }),
  )
  void relaying.then(() => out.end())
  try {
    yield* out.items()
    const { reason, error } = await relaying
    yield* warningsOf(running)
    yield { type: 'progress', progress: progressOf(running) }
    const seconds = (performance.now() - startedAt) / 1000
    yield {
      type: 'ended',
      result: resultOf(running, { seconds, reason: signal.aborted ? 'cancelled' : reason }),
      error: signal.aborted ? null : error,
    }
  } finally {
    clearInterval(timer)
  }
}

function prepare(target: KafkaTarget, spec: Spec, signal: AbortSignal): Running {
  const { topic, groupId, limit, rate, commit, members } = spec
  const inspector = new ConsumeInspector(topic, spec.expect)
  const crew = new GroupCrew(target, {
    ...{ topic, groupId, from: consumeFrom(spec.from), limit, rate, commit, members, signal },
    idleMs: millisecondsOf(spec.idleSeconds),
    durationMs: millisecondsOf(spec.durationSeconds),
    joinDelayMs: millisecondsOf(spec.joinDelaySeconds),
    inspect: (item, counted) => inspector.look(item, counted),
  })
  return { spec, crew, inspector, meter: new RateMeter() }
}

const millisecondsOf = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000)

async function work(
  target: KafkaTarget,
  { crew, spec }: Running,
  { out, signal }: { readonly out: Handoff<JobUpdate>; readonly signal: AbortSignal },
): Promise<CrewStop> {
  await out.put([{ type: 'note', message: await inspectGroup(target, { groupId: spec.groupId, signal }) }])
  for await (const event of crew.events()) {
    if (event.type === 'ended') return event.reason
    if (event.type === 'note' || event.type === 'warning') await out.put([event])
  }
  return 'cancelled'
}

function* warningsOf({ inspector, spec }: Running): Generator<JobUpdate> {
  const { undecodable, undecodableSamples } = inspector.report()
  if (undecodable === 0) return
  const [first] = undecodableSamples
  const where = first ? ` The first: partition ${first.partition}, offset ${first.offset}.` : ''
  yield {
    type: 'warning',
    message: `${undecodable} values are not ${spec.expect ?? ''}, as was expected.${where}`,
  }
}

function progressOf({ crew, spec, meter }: Running): JobProgress {
  return {
    done: crew.consumed,
    failed: 0,
    total: spec.limit ?? null,
    bytes: crew.bytes,
    recordsPerSecond: meter.rate(crew.consumed),
    latency: null,
    partitions: crew.partitions(),
    lag: crew.lag(),
    ...((spec.members ?? 1) > 1 && { members: crew.members() }),
  }
}

function resultOf(
  running: Running,
  { seconds, reason }: { seconds: number; reason: JobResult['stopReason'] },
): JobResult {
  const { crew, inspector, spec } = running
  return {
    ...progressOf(running),
    recordsPerSecond: seconds > 0 ? Math.round(crew.consumed / seconds) : 0,
    seconds: Math.round(seconds * 1000) / 1000,
    topicCreated: false,
    groupId: spec.groupId,
    stopReason: reason,
    consume: { ...inspector.report(), rebalances: crew.rebalances },
  }
}
