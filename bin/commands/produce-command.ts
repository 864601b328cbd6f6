import { KafkaError, translateError } from '#lib/kafka/kafka-error.ts'
import { type KafkaTarget, kafkaTargetOf } from '#lib/kafka/kafka-target.ts'
import { openProduceFlow, type ProduceFlow } from '#lib/kafka/produce-flow.ts'
import {
  type ProduceOutcome,
  type ProduceProgressSource,
  produceRecords,
} from '#lib/kafka/produce-records.ts'
import { createTopic } from '#lib/kafka/topics.ts'
import { MongoAccessError } from '#lib/mongo/mongo-error.ts'
import type { FileRecords } from '#lib/records/file-records.ts'
import { compileTemplate } from '#lib/records/templates/template.ts'
import { templatesOf } from '#lib/records/templates-of.ts'
import type { Delivery } from '#lib/shared/job.ts'
import type { ProduceSpec } from '#lib/shared/produce-spec.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { readKafkaCredential } from '../kafka-credential.ts'
import { readMongoTarget } from '../mongo-credential.ts'
import { openFile } from '../open-file.ts'
import { printFailure } from '../print-failure.ts'
import { type ProduceCommandOptions, produceSpecOf } from '../produce-spec-of.ts'
import { number, ProgressBar } from '../progress-bar.ts'
import { printable, type Screen, table } from '../screen.ts'
import { topicOrThrow } from '../usage-error.ts'
import { printFilePlan, printPlan } from './print-plan.ts'

/** How often the progress is looked at. */
const LOOK_MS = 250

/** produceCommand writes records through the idempotent pipeline and tells what was acknowledged. */
export async function produceCommand(
  options: ProduceCommandOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const spec = produceSpecOf(options)
  for (const { template } of templatesOf(spec)) compileTemplate(template)
  const credential = await readKafkaCredential(options, screen)
  const topic = topicOrThrow(credential.facts)
  const target = kafkaTargetOf(credential, { mode: 'unrestricted' })
  const opened = await openFile(options, spec)
  if (options.dryRun) {
    if (opened) return printFilePlan(opened, topic, screen)
    // Not together with a collection, which is not read to be planned.
    if (spec.value.type !== 'mongodb')
      await printPlan(
        { target, topic, spec: { ...spec, value: spec.value }, newPartitions: options.partitions },
        screen,
        signal,
      )
    return exitCode.good
  }
  const mongoFile = options.fromMongodb ?? options.mongoCredentials
  const flow: ProduceFlow = opened
    ? { records: opened.file.records(opened.chunks), source: null, store: null }
    : await openProduceFlow(
        { ...spec, topic },
        {
          resources: mongoFile === undefined ? {} : { mongo: await readMongoTarget(mongoFile) },
          ...{ signal, note: (message) => screen.note(printable(message)) },
        },
      )
  const bar = new ProgressBar(screen)
  const total = opened ? null : (spec.count ?? null)
  let source: ProduceProgressSource | null = null
  let startedAt = performance.now()
  const timer = setInterval(() => {
    const acknowledged = source?.snapshot().acknowledged ?? 0
    const recordsPerSecond = Math.round((acknowledged * 1000) / (performance.now() - startedAt))
    bar.show(acknowledged, total, { acknowledged, recordsPerSecond })
  }, LOOK_MS)
  try {
    const topicCreated = await createFirst(target, topic, options, signal)
    startedAt = performance.now()
    const outcome = await produceRecords(target, {
      ...{ topic, signal, ...paceOf(spec), ...flow },
      compression: options.compression,
      onStart: (progress) => {
        source = progress
      },
    })
    await flow.store?.close(signal)
    bar.clear()
    const ended = await finish(outcome, { topic, topicCreated, file: opened?.file ?? null, flow }, screen)
    const problem = opened?.file.problem
    if (!problem) return ended
    screen.note(`Line ${problem.line} ${problem.message}. ${problem.advice} What stood before it is written.`)
    return exitCode.usage
  } finally {
    clearInterval(timer)
    bar.clear()
    await flow.store?.close(AbortSignal.abort())
  }
}

function paceOf({ rate, burst, durationSeconds, partition }: ProduceSpec) {
  return {
    ...{ rate, burst, roundRobin: partition?.type === 'round-robin' },
    durationMs: durationSeconds === undefined ? undefined : durationSeconds * 1000,
  }
}

/** The cluster's own setting, for the one of the two numbers that is not given (KIP-464). */
const CLUSTER_DEFAULT = -1

/** createFirst creates the topic where that is asked for; one that exists is left as it is. */
async function createFirst(
  target: KafkaTarget,
  topic: string,
  { partitions, replicationFactor }: ProduceCommandOptions,
  signal: AbortSignal,
): Promise<boolean> {
  if (partitions === undefined && replicationFactor === undefined) return false
  const wanted = {
    name: topic,
    partitions: partitions ?? CLUSTER_DEFAULT,
    replicationFactor: replicationFactor ?? CLUSTER_DEFAULT,
  }
  try {
    await createTopic(target, wanted, { signal })
    return true
  } catch (error) {
    if (error instanceof KafkaError && error.code === 'conflict') return false
    throw error
  }
}

interface Ended {
  readonly topic: string
  readonly topicCreated: boolean
  readonly file: FileRecords | null
  readonly flow: ProduceFlow
}

async function finish(
  outcome: ProduceOutcome,
  { topic, topicCreated, file, flow }: Ended,
  screen: Screen,
): Promise<ExitCode> {
  const { acknowledged, failed, bytes, seconds, latency, partitions, retries, stopReason, error } = outcome
  const recordsPerSecond = seconds > 0 ? Math.round(acknowledged / seconds) : 0
  const skipped = file?.skipped ?? 0
  const stored = flow.store?.counts()
  const source = flow.source?.place()
  if (screen.json) {
    await screen.jsonLine({
      ...{ topic, topicCreated, acknowledged, failed, bytes, seconds, recordsPerSecond, retries },
      ...{ latency, partitions, stopReason },
      ...(stored && { stored }),
      ...(source && { source }),
      ...(file && { skipped, bad: file.bad.map(({ line, message }) => ({ line, message })) }),
    })
  } else {
    const rows = [
      ['topic', topicCreated ? `${topic} (created)` : topic],
      ['acknowledged', number(acknowledged)],
      ['failed', number(failed)],
      ...(skipped > 0 ? [['lines left out', number(skipped)]] : []),
      ...(stored ? [['stored', storedWords(stored)]] : []),
      ...(source?.after != null ? [['all up to _id', printable(source.after)]] : []),
      ['records/s', number(recordsPerSecond)],
      ['seconds', seconds.toFixed(2)],
      ...(latency === null
        ? []
        : [['latency', `p50 ${latency.p50} ms, p99 ${latency.p99} ms, max ${latency.max} ms`]]),
      ...partitions.map(({ partition, records, firstOffset, lastOffset }) => [
        `partition ${partition}`,
        `${number(records)} records, offsets ${firstOffset ?? '?'} to ${lastOffset ?? '?'}`,
      ]),
    ]
    await screen.line(table(rows))
  }
  for (const { line, message } of file?.bad ?? []) screen.note(`Line ${line} ${message}.`)
  for (const { index, partition, code, message } of outcome.refused) {
    const which = file ? `line ${file.lineOf(index)}` : `record ${index}`
    screen.note(`${which} (partition ${partition}): ${code}: ${message}`)
  }
  for (const message of flow.store?.takeRemarks() ?? []) screen.note(printable(message))
  if (error instanceof KafkaError) printFailure(error, screen)
  const broken = flow.source?.failure ?? flow.store?.failure ?? null
  if (broken !== null && stopReason !== 'cancelled')
    throw broken instanceof MongoAccessError ? broken : translateError(broken, {})
  if (stopReason === 'cancelled') return exitCode.interrupted
  const lost = failed + (stored ? stored.failed + stored.undecodable + stored.pending : 0)
  return lost > 0 || stopReason === 'error' ? exitCode.failed : exitCode.good
}

function storedWords({ delivered, redelivered, undecodable, failed, pending }: Delivery): string {
  const others = [
    [redelivered, 'there already'],
    [undecodable, 'no JSON objects'],
    [failed, 'refused'],
    [pending, 'unknown'],
  ] as const
  return [
    number(delivered),
    ...others.flatMap(([count, words]) => (count > 0 ? [`${number(count)} ${words}`] : [])),
  ].join(', ')
}
