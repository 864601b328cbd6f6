import type { ApiError } from '#lib/shared/error-code.ts'
import type { JobProgress, JobResult } from '#lib/shared/job.ts'
import type { RoundTripSpec } from '#lib/shared/round-trip-spec.ts'
import { roundTripVerdict } from '#lib/shared/round-trip-verdict.ts'
import { explainDenied } from './explain-denied.ts'
import { Handoff } from './handoff.ts'
import { type JobUpdate, PROGRESS_EVERY_MS, publicError, RateMeter } from './job-update.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { RoundTrip, type RoundTripOutcome } from './round-trip.ts'

type Spec = RoundTripSpec & { readonly topic: string; readonly groupId: string }

/** runRoundTrip does a round trip in this thread. It never throws: how it went is in the last update. */
export async function* runRoundTrip(
  target: KafkaTarget,
  spec: Spec,
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<JobUpdate> {
  const startedAt = performance.now()
  const out = new Handoff<JobUpdate>()
  const trip = new RoundTrip(target, spec, { signal, say: (said) => void out.put([said]) })
  const meter = new RateMeter()
  const progress = (): JobProgress => progressOf(trip, spec, meter)
  const timer = setInterval(() => {
    void out.put([{ type: 'progress', progress: progress() }])
  }, PROGRESS_EVERY_MS)
  const running = trip.run().finally(() => out.end())
  try {
    yield* out.items()
    const outcome = await running
    yield { type: 'progress', progress: progress() }
    const seconds = (performance.now() - startedAt) / 1000
    yield {
      type: 'ended',
      result: resultOf(trip, outcome, { spec, seconds }),
      error: await errorOf(target, outcome),
    }
  } finally {
    clearInterval(timer)
  }
}

async function errorOf(
  target: KafkaTarget,
  { report, error, stopReason }: RoundTripOutcome,
): Promise<ApiError | null> {
  if (stopReason === 'cancelled') return null
  if (error) return publicError(await explainDenied(target, error))
  const { clean, title, findings } = roundTripVerdict(report)
  return clean ? null : { code: 'round_trip_failed', message: title, advice: findings.join(' ') }
}

function progressOf(
  { ledger, bytes, consumption }: RoundTrip,
  { count }: Spec,
  meter: RateMeter,
): JobProgress {
  const { sent } = ledger.latencies()
  return {
    done: ledger.received,
    acknowledged: ledger.acknowledged,
    failed: 0,
    total: count,
    bytes,
    recordsPerSecond: meter.rate(ledger.received),
    latency: sent && { p50: sent.p50, p99: sent.p99, max: sent.max },
    partitions: consumption.tally.partitions(),
    lag: ledger.outstanding,
  }
}

function resultOf(
  trip: RoundTrip,
  { report, stopReason, topicCreated }: RoundTripOutcome,
  { spec, seconds }: { spec: Spec; seconds: number },
): JobResult {
  return {
    ...progressOf(trip, spec, new RateMeter()),
    failed: report.lost,
    recordsPerSecond: seconds > 0 ? Math.round(report.received / seconds) : 0,
    seconds: Math.round(seconds * 1000) / 1000,
    topicCreated,
    groupId: spec.groupId,
    stopReason,
    roundTrip: report,
  }
}
