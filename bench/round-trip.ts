import type { JobUpdate, RunnableSpec } from '#lib/kafka/job-update.ts'
import { runJob } from '#lib/kafka/run-job.ts'
import type { RoundTripReport } from '#lib/shared/round-trip-report.ts'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { countPlaces } from '#sandbox/testing/count-places.ts'
import type { BenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import { type Finding, plainFinding } from './finding.ts'

const BROKERS = 3
const PARTITIONS = 6
/** Some ten seconds in all, so that the kill falls in the middle of the work. */
const SECONDS = 10
/** What the acceptance of a cluster asks for. */
const MAX_RECORDS = 100_000
const IN_SYNC_LIMIT_MS = 120_000
const LOOK_MS = 250

interface Run {
  readonly report: RoundTripReport | undefined
  readonly seconds: number
  /** What is wrong with the report, by an independent reading of the topic; empty = nothing. */
  readonly wrong: readonly string[]
}

/**
 * benchRoundTrip sends records round a cluster of three while one broker is killed half way, as often as there are
 * rounds, and holds every report against what another client finds in the topic. The figure is the wrong reports.
 */
export async function benchRoundTrip(
  _: BenchKafka,
  { records: wanted, rounds, log }: BenchOptions,
): Promise<Finding[]> {
  const records = Math.min(wanted, MAX_RECORDS)
  const kafka = await startKafka({ brokers: BROKERS, log })
  const runs: Run[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      const run = await oneRun(kafka, { round, records })
      runs.push(run)
      const { lost, writtenTwice, deliveredAgain, missed, unknown } = run.report ?? {}
      log(
        `round trip ${round + 1}: ${run.seconds.toFixed(1)} s, ${JSON.stringify({ lost, writtenTwice, deliveredAgain, missed, unknown })}${run.wrong.length > 0 ? `, WRONG: ${run.wrong.join('; ')}` : ''}`,
      )
    }
  } finally {
    await kafka.stop()
  }
  const wrong = runs.filter((run) => run.wrong.length > 0).length
  const lost = runs.reduce((sum, { report }) => sum + (report?.lost ?? 0), 0)
  const what = `${records.toLocaleString('en')} records, one broker of three killed half way`
  return [
    plainFinding(`wrong reports of round trips: ${what}`, wrong, 'reports', { atMost: 0 }, rounds),
    plainFinding('lost records in them', lost, 'records', { atMost: 0 }, rounds),
  ]
}

async function oneRun(
  kafka: KafkaCluster,
  { round, records }: { readonly round: number; readonly records: number },
): Promise<Run> {
  const topic = `round-${round}`
  await kafka.admin.createTopic({ name: topic, partitions: PARTITIONS, replicationFactor: BROKERS })
  const user = await kafka.addUser({ role: 'producer,consumer', topic })
  const node = (round % BROKERS) + 1
  const spec: RunnableSpec = {
    ...{ kind: 'round-trip', topic, groupId: `${user.consumerGroupPrefix}bench`, count: records },
    ...{ rate: records / SECONDS, valueBytes: 200, keys: 100, compression: 'none', timeoutSeconds: 60 },
  }
  const begin = performance.now()
  let killing: Promise<unknown> | undefined
  let last: JobUpdate | undefined
  for await (const update of runJob(user.target(), spec, { signal: new AbortController().signal })) {
    last = update
    if (update.type === 'progress' && update.progress.done > records / 2) killing ??= kafka.kill(node)
  }
  const seconds = (performance.now() - begin) / 1000
  await killing
  await kafka.restart(node)
  await inSync(kafka, topic)
  const report = last?.type === 'ended' ? last.result.roundTrip : undefined
  if (!report) return { report, seconds, wrong: ['there is no report'] }
  const { places, distinct } = await countPlaces(kafka, { topic, runId: report.runId })
  const wrong = [
    distinct !== report.received + report.missed && `${distinct} stand in the topic`,
    places - distinct !== report.writtenTwice && `${places - distinct} stand there twice`,
    report.acknowledged - report.unacknowledgedFound > distinct && 'an acknowledged record is not there',
    report.lost > 0 && `${report.lost} are called lost`,
    report.unknown > 0 && `${report.unknown} are not known`,
    killing === undefined && 'no broker was killed',
  ].filter((fault) => fault !== false)
  return { report, seconds, wrong }
}

async function inSync(kafka: KafkaCluster, topic: string): Promise<void> {
  const until = performance.now() + IN_SYNC_LIMIT_MS
  for (;;) {
    const { partitions } = await kafka.admin.describeTopic(topic)
    if (partitions.every(({ inSyncReplicas }) => inSyncReplicas.length === BROKERS)) return
    if (performance.now() > until) throw new Error('The killed broker does not come back in time.')
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
