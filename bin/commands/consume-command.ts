import { consumeFrom } from '#lib/kafka/consume-from.ts'
import { ConsumeInspector } from '#lib/kafka/consume-inspector.ts'
import { GroupCrew } from '#lib/kafka/group-crew.ts'
import { kafkaTargetOf } from '#lib/kafka/kafka-target.ts'
import type { CommitPolicy, ConsumeSpec } from '#lib/shared/consume-spec.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { groupOf } from '../group-of.ts'
import { type CredentialOptions, readKafkaCredential } from '../kafka-credential.ts'
import { number, ProgressBar } from '../progress-bar.ts'
import { openRecordFile } from '../record-file.ts'
import { printRecords } from '../record-text.ts'
import { printable, type Screen } from '../screen.ts'
import { topicOrThrow, UsageError } from '../usage-error.ts'
import { consumeToSink, readSink } from './consume-sink.ts'

export interface ConsumeCommandOptions extends CredentialOptions {
  readonly group?: string
  /** earliest, latest or time:… */
  readonly from: string
  readonly limit?: number
  readonly idle?: number
  readonly duration?: number
  readonly commit: CommitPolicy
  readonly members: number
  readonly joinDelay: number
  readonly rate?: number
  readonly expect?: NonNullable<ConsumeSpec['expect']>
  readonly maxValueBytes: number
  readonly count?: boolean
  /** Where the records go instead of standard output. */
  readonly output?: string
  /** True: the address stands in the environment. */
  readonly webhook?: string | true
  readonly mongoCredentials?: string
}

/** How often the progress is looked at. */
const LOOK_MS = 250

/** consumeCommand reads as a member of a consumer group and commits: a record a line, or the totals only. */
export async function consumeCommand(
  options: ConsumeCommandOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const sink = await readSink(options)
  const credential = await readKafkaCredential(options, screen)
  const { facts } = credential
  const groupId = groupOf(facts, options.group)
  if (sink) {
    refuseWithSink(options)
    return consumeToSink(credential, { options, sink, groupId }, screen, signal)
  }
  const file = options.output === undefined ? null : await openRecordFile(options.output)
  const topic = topicOrThrow(facts)
  const inspector = new ConsumeInspector(topic, options.expect)
  const { limit, commit, members, rate } = options
  const crew = new GroupCrew(kafkaTargetOf(credential, { mode: 'unrestricted' }), {
    ...{ topic, groupId, from: consumeFrom(options.from), limit, commit, members, rate, signal },
    idleMs: options.idle === undefined ? undefined : options.idle * 1000,
    durationMs: options.duration === undefined ? undefined : options.duration * 1000,
    joinDelayMs: options.joinDelay * 1000,
    maxValueBytes: options.count === true ? undefined : options.maxValueBytes,
    inspect: options.expect === undefined ? undefined : (item, counted) => inspector.look(item, counted),
  })
  const bar = new ProgressBar(screen)
  const startedAt = performance.now()
  const timer = setInterval(() => {
    const { consumed } = crew
    bar.show(consumed, limit ?? null, { consumed, behind: crew.lag() })
  }, LOOK_MS)
  try {
    for await (const event of crew.events()) {
      if (event.type === 'records') {
        bar.clear()
        await (file ? file.write(event.lines) : printRecords(event.lines, screen))
      } else if (event.type === 'warning') {
        bar.clear()
        screen.note(
          screen.paint('yellow', printable(`${event.message} ${event.advice ?? ''}`.trim()), process.stderr),
        )
      } else if (event.type === 'note') {
        bar.clear()
        screen.note(screen.paint('dim', printable(event.message), process.stderr))
      }
    }
  } finally {
    clearInterval(timer)
    bar.clear()
    await file?.close()
  }
  const seconds = (performance.now() - startedAt) / 1000
  await tell({ crew, inspector }, { options, groupId, seconds }, screen)
  return signal.aborted ? exitCode.interrupted : exitCode.good
}

async function tell(
  { crew, inspector }: { crew: GroupCrew; inspector: ConsumeInspector },
  { options, groupId, seconds }: { options: ConsumeCommandOptions; groupId: string; seconds: number },
  screen: Screen,
): Promise<void> {
  const { consumed } = crew
  const { undecodable, undecodableSamples } = inspector.report()
  for (const { partition, offset, reason } of undecodableSamples)
    screen.note(
      screen.paint(
        'yellow',
        `partition ${partition}, offset ${offset}: ${printable(reason)}`,
        process.stderr,
      ),
    )
  const told = `${number(consumed)} consumed by the group ${printable(groupId)} in ${seconds.toFixed(1)} s, ${number(crew.lag())} behind${undecodable > 0 ? `, ${number(undecodable)} not ${options.expect ?? ''}` : ''}`
  if (options.count !== true) {
    screen.note(screen.paint('dim', told, process.stderr))
    return
  }
  if (!screen.json) {
    await screen.line(told)
    return
  }
  await screen.jsonLine({
    ...{ read: consumed, matched: consumed, skipped: 0, undecodable, seconds },
    ...{ group: groupId, lag: crew.lag(), partitions: crew.partitions() },
  })
}

/** A sink delivers as one member, as fast as its receiver takes. */
function refuseWithSink({ duration, commit, members, rate, expect }: ConsumeCommandOptions): void {
  const plain = members === 1 && commit === 'each-second'
  if (plain && duration === undefined && rate === undefined && expect === undefined) return
  throw new UsageError({
    code: 'bad_request',
    message: '--duration, --commit, --members, --rate and --expect do not go together with a sink.',
    advice: 'Leave them out, or leave out --webhook and --mongo-credentials.',
  })
}
