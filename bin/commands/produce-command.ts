import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { KafkaError } from '#lib/kafka/kafka-error.ts'
import { type KafkaTarget, kafkaTargetOf } from '#lib/kafka/kafka-target.ts'
import type { OutgoingRecord } from '#lib/kafka/outgoing-record.ts'
import {
  type ProduceOutcome,
  type ProduceProgressSource,
  produceRecords,
} from '#lib/kafka/produce-records.ts'
import { createTopic } from '#lib/kafka/topics.ts'
import { compileTemplate, type Template } from '#lib/records/template.ts'
import { testApplicationValue } from '#lib/records/test-application.ts'
import type { Compression } from '#lib/shared/record.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { type CredentialOptions, readKafkaCredential } from '../kafka-credential.ts'
import { printFailure } from '../print-failure.ts'
import { number, ProgressBar } from '../progress-bar.ts'
import { type Screen, table } from '../screen.ts'
import { topicOrThrow } from '../usage-error.ts'

export interface ProduceCommandOptions extends CredentialOptions {
  readonly count: number
  readonly rate?: number
  readonly template?: string
  readonly key?: string
  readonly header?: readonly (readonly [string, string])[]
  readonly compression: Compression
  readonly partitions?: number
  readonly replicationFactor?: number
}

/** How often the progress is looked at. */
const LOOK_MS = 250

/** produceCommand writes N records through the idempotent pipeline and tells what was acknowledged. */
export async function produceCommand(
  options: ProduceCommandOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const templates = compile(options)
  const credential = await readKafkaCredential(options, screen)
  const topic = topicOrThrow(credential.facts)
  const target = kafkaTargetOf(credential, { mode: 'unrestricted' })
  const topicCreated = await createFirst(target, topic, options, signal)
  const bar = new ProgressBar()
  let source: ProduceProgressSource | null = null
  const startedAt = performance.now()
  const timer = setInterval(() => {
    const done = source?.snapshot().acknowledged ?? 0
    const rate = (done * 1000) / (performance.now() - startedAt)
    bar.show(
      done,
      options.count,
      `${number(done)} of ${number(options.count)} acknowledged, ${number(rate)}/s`,
    )
  }, LOOK_MS)
  try {
    const outcome = await produceRecords(target, {
      topic,
      records: recordsOf(options, templates),
      compression: options.compression,
      rate: options.rate,
      signal,
      onStart: (progress) => {
        source = progress
      },
    })
    bar.clear()
    return await finish(outcome, { topic, topicCreated }, screen)
  } finally {
    clearInterval(timer)
    bar.clear()
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

interface Templates {
  readonly value: Template
  readonly key: Template | null
  readonly headers: readonly (readonly [string, Template])[]
}

function compile(options: ProduceCommandOptions): Templates {
  return {
    value:
      options.template === undefined ? testApplicationValue(hostname()) : compileTemplate(options.template),
    key: options.key === undefined ? null : compileTemplate(options.key),
    headers: (options.header ?? []).map(([name, value]) => [name, compileTemplate(value)] as const),
  }
}

function* recordsOf(
  { count }: ProduceCommandOptions,
  { value, key, headers }: Templates,
): Generator<OutgoingRecord> {
  for (let sequence = 0; sequence < count; sequence++) {
    const source = { sequence, now: Date.now(), random: Math.random, uuid: randomUUID }
    yield {
      key: key === null ? null : key(source),
      value: value(source),
      ...(headers.length === 0
        ? {}
        : { headers: headers.map(([name, text]) => [name, text(source)] as const) }),
    }
  }
}

async function finish(
  outcome: ProduceOutcome,
  { topic, topicCreated }: { topic: string; topicCreated: boolean },
  screen: Screen,
): Promise<ExitCode> {
  const { acknowledged, failed, bytes, seconds, latency, partitions, retries, stopReason, error } = outcome
  const recordsPerSecond = seconds > 0 ? Math.round(acknowledged / seconds) : 0
  if (screen.json) {
    await screen.jsonLine({
      ...{ topic, topicCreated, acknowledged, failed, bytes, seconds, recordsPerSecond, retries },
      ...{ latency, partitions, stopReason },
    })
  } else {
    const rows = [
      ['topic', topicCreated ? `${topic} (created)` : topic],
      ['acknowledged', number(acknowledged)],
      ['failed', number(failed)],
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
  for (const { index, partition, code, message } of outcome.refused) {
    screen.note(`record ${index} (partition ${partition}): ${code}: ${message}`)
  }
  if (error instanceof KafkaError) printFailure(error, screen)
  if (stopReason === 'cancelled') return exitCode.interrupted
  return failed > 0 || stopReason === 'error' ? exitCode.failed : exitCode.good
}
