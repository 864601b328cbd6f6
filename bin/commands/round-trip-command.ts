import type { JobUpdate } from '#lib/kafka/job-update.ts'
import { KafkaError } from '#lib/kafka/kafka-error.ts'
import { kafkaTargetOf } from '#lib/kafka/kafka-target.ts'
import { runRoundTrip } from '#lib/kafka/run-round-trip.ts'
import type { JobResult } from '#lib/shared/job.ts'
import type { Compression } from '#lib/shared/record.ts'
import type { RoundTripLatency } from '#lib/shared/round-trip-report.ts'
import { roundTripVerdict } from '#lib/shared/round-trip-verdict.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { groupOf } from '../group-of.ts'
import { type CredentialOptions, readKafkaCredential } from '../kafka-credential.ts'
import { number, ProgressBar } from '../progress-bar.ts'
import { printable, type Screen, table } from '../screen.ts'
import { topicOrThrow } from '../usage-error.ts'

export interface RoundTripCommandOptions extends CredentialOptions {
  readonly count: number
  readonly rate?: number
  readonly valueBytes: number
  readonly keys: number
  readonly compression: Compression
  readonly group?: string
  readonly timeout: number
  readonly partitions?: number
  readonly replicationFactor?: number
}

/** The cluster's own setting, for the one of the two numbers that is not given (KIP-464). */
const CLUSTER_DEFAULT = -1

type Ended = Extract<JobUpdate, { type: 'ended' }>

/** roundTripCommand writes N records, receives them in a group, and compares. Exit 0 only when nothing is wrong. */
export async function roundTripCommand(
  options: RoundTripCommandOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const credential = await readKafkaCredential(options, screen)
  const { facts } = credential
  const { count, rate, valueBytes, keys, compression, partitions, replicationFactor } = options
  const spec = {
    ...({ kind: 'round-trip', count, rate, valueBytes, keys, compression } as const),
    ...{
      topic: topicOrThrow(facts),
      groupId: groupOf(facts, options.group),
      timeoutSeconds: options.timeout,
    },
    createTopic:
      partitions === undefined && replicationFactor === undefined
        ? undefined
        : {
            partitions: partitions ?? CLUSTER_DEFAULT,
            replicationFactor: replicationFactor ?? CLUSTER_DEFAULT,
          },
  }
  const bar = new ProgressBar(screen)
  let ended: Ended | null = null
  try {
    const target = kafkaTargetOf(credential, { mode: 'unrestricted' })
    for await (const update of runRoundTrip(target, spec, { signal })) {
      if (update.type === 'ended') ended = update
      else show(update, { bar, screen, count })
    }
  } finally {
    bar.clear()
  }
  return ended === null ? exitCode.failed : finish(ended, { screen, signal })
}

function show(
  update: Exclude<JobUpdate, Ended>,
  { bar, screen, count }: { bar: ProgressBar; screen: Screen; count: number },
): void {
  if (update.type === 'progress') {
    const { done, acknowledged = 0, lag } = update.progress
    bar.show(done, count, { acknowledged, received: done, outstanding: lag ?? 0 })
    return
  }
  bar.clear()
  const colour = update.type === 'warning' ? 'yellow' : 'dim'
  screen.note(screen.paint(colour, printable(update.message), process.stderr))
}

async function finish(
  { result, error }: Ended,
  { screen, signal }: { screen: Screen; signal: AbortSignal },
): Promise<ExitCode> {
  const { roundTrip } = result
  if (!roundTrip) return exitCode.failed
  const verdict = roundTripVerdict(roundTrip)
  const { seconds, groupId, topicCreated, stopReason } = result
  if (screen.json)
    await screen.jsonLine({
      ...{ clean: verdict.clean && error === null && !signal.aborted, verdict: verdict.title },
      ...{ seconds, group: groupId, topicCreated, stopReason },
      ...roundTrip,
    })
  else await tell(result, screen)
  if (signal.aborted) return exitCode.interrupted
  // A poor report speaks for itself; anything else is a failure on the way.
  if (error && error.code !== 'round_trip_failed') {
    const { code, message, advice, command } = error
    throw new KafkaError({
      ...{ code, message, retriable: false },
      ...(advice === undefined ? {} : { advice }),
      ...(command === undefined ? {} : { command }),
    })
  }
  return verdict.clean ? exitCode.good : exitCode.failed
}

async function tell({ roundTrip: report, seconds, groupId }: JobResult, screen: Screen): Promise<void> {
  if (!report) return
  const { clean, title, findings } = roundTripVerdict(report)
  const latency = (of: RoundTripLatency | null): string =>
    of === null ? '–' : `p50 ${of.p50} ms, p90 ${of.p90} ms, p99 ${of.p99} ms, max ${of.max} ms`
  const rows = [
    ['sent', number(report.sent)],
    ['acknowledged', number(report.acknowledged)],
    ['received', `${number(report.received)} by the group ${printable(groupId ?? '')}`],
    ['lost', number(report.lost)],
    ['written twice', number(report.writtenTwice)],
    ['delivered again', number(report.deliveredAgain)],
    ['out of order', number(report.reordered)],
    ...optional('not received', report.missed),
    ...optional('not known', report.unknown),
    ...optional('of others', report.foreign),
    ['latency', latency(report.latency.sent)],
    ['after the acknowledgement', latency(report.latency.acknowledged)],
    ['seconds', seconds.toFixed(2)],
  ]
  await screen.line(table(rows))
  const colour = clean ? 'green' : report.lost + report.unknown > 0 ? 'red' : 'yellow'
  await screen.line(screen.paint(colour, `${clean ? '✓' : '✗'} ${title}`))
  for (const line of findings) await screen.line(`  ${line}`)
}

const optional = (name: string, count: number): string[][] => (count > 0 ? [[name, number(count)]] : [])
