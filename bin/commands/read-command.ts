import { KafkaError } from '#lib/kafka/kafka-error.ts'
import { kafkaTargetOf } from '#lib/kafka/kafka-target.ts'
import { closeReaders, type ReadEvent, readRecords } from '#lib/kafka/read-records.ts'
import type { FilterField } from '#lib/shared/filter.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { type CredentialOptions, readKafkaCredential } from '../kafka-credential.ts'
import { number, ProgressBar } from '../progress-bar.ts'
import { type DecodingOptions, readDecoding } from '../read-decoding.ts'
import { filterOrThrow } from '../read-filter.ts'
import { printRecords } from '../record-text.ts'
import { printable, type Screen } from '../screen.ts'
import { topicOrThrow } from '../usage-error.ts'

export interface ReadCommandOptions extends CredentialOptions, DecodingOptions {
  readonly partitions?: readonly number[]
  readonly from: string
  readonly to: string
  readonly limit?: number
  readonly isolation: 'committed' | 'uncommitted'
  readonly order?: 'time'
  readonly 'filter.text'?: string
  readonly 'filter.regex'?: string
  readonly 'filter.expr'?: string
  readonly 'filter.case'?: 'sensitive' | 'insensitive'
  readonly 'filter.in': readonly FilterField[]
  readonly maxValueBytes: number
  readonly count?: boolean
}

type Ended = Extract<ReadEvent, { type: 'ended' }>

/** readCommand reads a topic without a group: a record a line, or with `--count` the totals only. */
export async function readCommand(
  options: ReadCommandOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const filter = filterOrThrow(options)
  const credential = await readKafkaCredential(options, screen)
  const topic = topicOrThrow(credential.facts)
  const target = kafkaTargetOf(credential, { mode: 'unrestricted' })
  const decoding = options.count === true ? {} : await readDecoding(options)
  const events = readRecords(target, {
    topic,
    ...(options.partitions === undefined ? {} : { partitions: options.partitions }),
    from: options.from,
    to: options.to,
    ...(options.limit === undefined ? {} : { limit: options.limit }),
    isolation: options.isolation,
    ...(options.order === undefined ? {} : { order: options.order }),
    ...(filter === null ? {} : { filter }),
    ...decoding,
    maxValueBytes: options.count === true ? 0 : options.maxValueBytes,
    signal,
  })
  try {
    return await follow(events, options, screen)
  } finally {
    await closeReaders()
  }
}

async function follow(
  events: AsyncIterable<ReadEvent>,
  options: ReadCommandOptions,
  screen: Screen,
): Promise<ExitCode> {
  const bar = new ProgressBar(screen)
  let troubled = false
  let total: number | null = null
  for await (const event of events) {
    if (event.type === 'started') total = lengthOf(event)
    else if (event.type === 'records') {
      if (options.count === true) continue
      bar.clear()
      await printRecords(event.lines, screen)
    } else if (event.type === 'progress') {
      const { read, matched, recordsPerSecond } = event
      bar.show(read, total, { read, matched, recordsPerSecond })
    } else if (event.type === 'ended') {
      bar.clear()
      return await finish(event, options, screen, troubled)
    } else if (event.type === 'skipped') {
      screen.note(`${number(event.count)} records were left out: ${printable(event.reason)}`)
    } else if (event.type === 'partition-error') {
      troubled ||= !event.retriable
      screen.note(`partition ${event.partition}: ${event.code}: ${printable(event.message)}`)
    }
  }
  throw new KafkaError({
    code: 'internal',
    message: 'The reading ended without a word.',
    retriable: true,
    advice: 'Try again.',
  })
}

async function finish(
  ended: Ended,
  options: ReadCommandOptions,
  screen: Screen,
  troubled: boolean,
): Promise<ExitCode> {
  const {
    read,
    matched,
    skipped,
    undecodable,
    filterErrors = 0,
    filterErrorSample = '',
    seconds,
    reason,
  } = ended
  if (filterErrors > 0)
    screen.note(
      `The expression failed on ${number(filterErrors)} records, the first: ${printable(filterErrorSample)}`,
    )
  if (options.count === true && screen.json) {
    const failures = filterErrors > 0 ? { filterErrors, filterErrorSample } : {}
    await screen.jsonLine({ read, matched, skipped, undecodable, ...failures, seconds })
  } else {
    const told = `${number(read)} read, ${number(matched)} matched, ${number(skipped)} skipped, ${number(undecodable)} undecodable in ${seconds.toFixed(1)} s`
    if (options.count === true) await screen.line(told)
    else
      screen.note(screen.paint('dim', reason === 'cancelled' ? `${told}, interrupted` : told, process.stderr))
  }
  if (reason === 'cancelled') return exitCode.interrupted
  return troubled || undecodable > 0 ? exitCode.failed : exitCode.good
}

/** How many offsets lie ahead; null while following live. Holes of compaction make the bar jump, no more. */
function lengthOf({ partitions }: Extract<ReadEvent, { type: 'started' }>): number | null {
  let length = 0n
  for (const { from, to } of partitions) {
    if (to === null) return null
    length += BigInt(to) - BigInt(from)
  }
  return Number(length)
}
