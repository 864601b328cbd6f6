import { KafkaError } from '#lib/kafka/kafka-error.ts'
import type { KafkaTarget } from '#lib/kafka/kafka-target.ts'
import { ownOrigin } from '#lib/kafka/own-origin.ts'
import { processChance } from '#lib/kafka/process-chance.ts'
import { describeTopic } from '#lib/kafka/topics.ts'
import { type PlannedSpec, planProduce } from '#lib/records/plan-produce.ts'
import type { TopicFacts } from '#lib/shared/topic.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { OpenedFile } from '../open-file.ts'
import { number } from '../progress-bar.ts'
import { printable, type Screen, table } from '../screen.ts'

/** So many records are shown of a file. */
const SHOWN = 3

/** printPlan tells what a job would write and where, and writes nothing. */
export async function printPlan(
  {
    target,
    topic,
    spec,
    newPartitions,
  }: {
    readonly target: KafkaTarget
    readonly topic: string
    readonly spec: PlannedSpec
    /** How many the topic would be created with; undefined when it is not to be created. */
    readonly newPartitions: number | undefined
  },
  screen: Screen,
  signal: AbortSignal,
): Promise<void> {
  const found = await findTopic(target, topic, signal)
  const known = found?.partitions.length ?? null
  const plan = await planProduce(spec, {
    partitions: known ?? newPartitions ?? null,
    configuration: found?.configuration ?? null,
    origin: ownOrigin(),
    chance: processChance,
    now: Date.now,
  })
  const { sample, averageBytes, count, bytes, seconds, partitions, warnings } = plan
  if (screen.json) {
    const place = { topic, exists: known !== null, created: known === null && newPartitions !== undefined }
    await screen.jsonLine({ ...place, count, averageBytes, bytes, seconds, partitions, warnings, sample })
    return
  }
  const rows = [
    ['topic', `${topic} (${whereWords(known, newPartitions)})`],
    ['records', count === null ? 'until stopped' : number(count)],
    ['bytes each', number(averageBytes)],
    ...(bytes === null ? [] : [['bytes in all', `${number(bytes)} before compression`]]),
    ...(seconds === null ? [] : [['takes', `${number(seconds)} s at the given rate`]]),
    ...(partitions ?? []).map(({ partition, records }) => [
      `partition ${partition}`,
      `about ${number(records)}`,
    ]),
  ]
  await screen.line(table(rows))
  for (const { key, value } of sample)
    await screen.line(printable(`${key === null ? '' : `${key} → `}${value ?? 'null'}`))
  for (const warning of warnings) screen.note(screen.paint('yellow', warning, process.stderr))
}

function whereWords(known: number | null, created: number | undefined): string {
  if (known !== null) return `${known} partitions`
  return created === undefined ? 'does not exist' : 'does not exist, is created'
}

/** Null when there is no such topic, as far as this user may see. */
async function findTopic(
  target: KafkaTarget,
  topic: string,
  signal: AbortSignal,
): Promise<TopicFacts | null> {
  try {
    const facts = await describeTopic(target, topic, { signal })
    return facts.exists ? facts : null
  } catch (error) {
    if (error instanceof KafkaError && error.code === 'broker_topic_denied') return null
    throw error
  }
}

/** printFilePlan reads a whole file as a job would, and tells what is in it and which lines are bad; writes nothing. */
export async function printFilePlan(
  { file, chunks }: OpenedFile,
  topic: string,
  screen: Screen,
): Promise<ExitCode> {
  const sample: { key: unknown; value: unknown }[] = []
  let count = 0
  let bytes = 0
  for await (const record of file.records(chunks)) {
    count++
    bytes += lengthOf(record.key) + lengthOf(record.value)
    if (sample.length < SHOWN) sample.push(record)
  }
  const bad = [...file.bad, ...(file.problem ? [file.problem] : [])]
  if (screen.json) {
    const { skipped, passedOver } = file
    const lines = bad.map(({ line, message }) => ({ line, message }))
    await screen.jsonLine({ topic, count, bytes, skipped, passedOver, bad: lines, sample })
  } else {
    const rows = [
      ['topic', topic],
      ['records', number(count)],
      ['bytes in all', `${number(bytes)} before compression`],
      ['lines left out', number(file.skipped)],
    ]
    await screen.line(table(rows))
  }
  for (const { line, message, advice } of bad) screen.note(`Line ${line} ${message}. ${advice}`)
  return file.problem ? exitCode.usage : exitCode.good
}

function lengthOf(data: string | Uint8Array | null): number {
  if (data === null) return 0
  return typeof data === 'string' ? Buffer.byteLength(data) : data.length
}
