import { KafkaError } from '#lib/kafka/kafka-error.ts'
import { type KafkaTarget, kafkaTargetOf } from '#lib/kafka/kafka-target.ts'
import { outgoingRecords } from '#lib/kafka/outgoing-records.ts'
import {
  type ProduceOutcome,
  type ProduceProgressSource,
  produceRecords,
} from '#lib/kafka/produce-records.ts'
import { createTopic } from '#lib/kafka/topics.ts'
import type { FileRecords } from '#lib/records/file-records.ts'
import { compileTemplate } from '#lib/records/templates/template.ts'
import { templatesOf } from '#lib/records/templates-of.ts'
import type { ProduceSpec } from '#lib/shared/produce-spec.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { readKafkaCredential } from '../kafka-credential.ts'
import { openFile } from '../open-file.ts'
import { printFailure } from '../print-failure.ts'
import { type ProduceCommandOptions, produceSpecOf } from '../produce-spec-of.ts'
import { number, ProgressBar } from '../progress-bar.ts'
import { type Screen, table } from '../screen.ts'
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
    await printPlan({ target, topic, spec, newPartitions: options.partitions }, screen, signal)
    return exitCode.good
  }
  const records = opened ? opened.file.records(opened.chunks) : await outgoingRecords(spec)
  const topicCreated = await createFirst(target, topic, options, signal)
  const bar = new ProgressBar(screen)
  const total = opened ? null : (spec.count ?? null)
  let source: ProduceProgressSource | null = null
  const startedAt = performance.now()
  const timer = setInterval(() => {
    const acknowledged = source?.snapshot().acknowledged ?? 0
    const recordsPerSecond = Math.round((acknowledged * 1000) / (performance.now() - startedAt))
    bar.show(acknowledged, total, { acknowledged, recordsPerSecond })
  }, LOOK_MS)
  try {
    const outcome = await produceRecords(target, {
      ...{ topic, records, signal, ...paceOf(spec) },
      compression: options.compression,
      onStart: (progress) => {
        source = progress
      },
    })
    bar.clear()
    const ended = await finish(outcome, { topic, topicCreated, file: opened?.file ?? null }, screen)
    const problem = opened?.file.problem
    if (!problem) return ended
    screen.note(`Line ${problem.line} ${problem.message}. ${problem.advice} What stood before it is written.`)
    return exitCode.usage
  } finally {
    clearInterval(timer)
    bar.clear()
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

async function finish(
  outcome: ProduceOutcome,
  { topic, topicCreated, file }: { topic: string; topicCreated: boolean; file: FileRecords | null },
  screen: Screen,
): Promise<ExitCode> {
  const { acknowledged, failed, bytes, seconds, latency, partitions, retries, stopReason, error } = outcome
  const recordsPerSecond = seconds > 0 ? Math.round(acknowledged / seconds) : 0
  const skipped = file?.skipped ?? 0
  if (screen.json) {
    await screen.jsonLine({
      ...{ topic, topicCreated, acknowledged, failed, bytes, seconds, recordsPerSecond, retries },
      ...{ latency, partitions, stopReason },
      ...(file && { skipped, bad: file.bad.map(({ line, message }) => ({ line, message })) }),
    })
  } else {
    const rows = [
      ['topic', topicCreated ? `${topic} (created)` : topic],
      ['acknowledged', number(acknowledged)],
      ['failed', number(failed)],
      ...(skipped > 0 ? [['lines left out', number(skipped)]] : []),
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
  if (error instanceof KafkaError) printFailure(error, screen)
  if (stopReason === 'cancelled') return exitCode.interrupted
  return failed > 0 || stopReason === 'error' ? exitCode.failed : exitCode.good
}
