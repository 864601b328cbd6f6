import { GroupConsumption } from '#lib/kafka/consume-group.ts'
import { kafkaTargetOf } from '#lib/kafka/kafka-target.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import { newId } from '#lib/shared/ids.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { type CredentialOptions, readKafkaCredential } from '../kafka-credential.ts'
import { number, ProgressBar } from '../progress-bar.ts'
import { printRecords } from '../record-text.ts'
import { printable, type Screen } from '../screen.ts'
import { topicOrThrow, UsageError } from '../usage-error.ts'

export interface ConsumeCommandOptions extends CredentialOptions {
  readonly group?: string
  readonly from: 'earliest' | 'latest'
  readonly limit?: number
  readonly idle?: number
  readonly maxValueBytes: number
  readonly count?: boolean
}

/** How often the progress is looked at. */
const LOOK_MS = 250

/** consumeCommand reads as a member of a consumer group and commits: a record a line, or the totals only. */
export async function consumeCommand(
  options: ConsumeCommandOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const credential = await readKafkaCredential(options, screen)
  const { facts } = credential
  const groupId = groupOf(facts, options.group)
  const consumption = new GroupConsumption(kafkaTargetOf(credential, { mode: 'unrestricted' }), {
    topic: topicOrThrow(facts),
    groupId,
    from: options.from,
    limit: options.limit,
    idleMs: options.idle === undefined ? undefined : options.idle * 1000,
    maxValueBytes: options.count === true ? undefined : options.maxValueBytes,
    signal,
  })
  const bar = new ProgressBar()
  const startedAt = performance.now()
  const timer = setInterval(() => {
    const { consumed } = consumption.tally
    bar.show(
      consumed,
      options.limit ?? null,
      `${number(consumed)} consumed, ${number(consumption.tally.lag())} behind`,
    )
  }, LOOK_MS)
  try {
    for await (const event of consumption.events()) {
      if (event.type === 'records') {
        bar.clear()
        await printRecords(event.lines, screen)
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
  }
  await tell(consumption, { options, groupId, seconds: (performance.now() - startedAt) / 1000 }, screen)
  return signal.aborted ? exitCode.interrupted : exitCode.good
}

async function tell(
  { tally }: GroupConsumption,
  { options, groupId, seconds }: { options: ConsumeCommandOptions; groupId: string; seconds: number },
  screen: Screen,
): Promise<void> {
  const { consumed } = tally
  const told = `${number(consumed)} consumed by the group ${printable(groupId)} in ${seconds.toFixed(1)} s, ${number(tally.lag())} behind`
  if (options.count !== true) {
    screen.note(screen.paint('dim', told, process.stderr))
    return
  }
  if (!screen.json) {
    await screen.line(told)
    return
  }
  await screen.jsonLine({
    ...{ read: consumed, matched: consumed, skipped: 0, undecodable: 0, seconds },
    ...{ group: groupId, lag: tally.lag(), partitions: tally.partitions() },
  })
}

/** A group of its own by default, so that a look moves no real application's offsets. */
function groupOf(facts: KafkaFacts, wanted: string | undefined): string {
  const prefix = facts.consumerGroupPrefix
  const superuser = facts.roles?.includes('admin') === true
  if (wanted !== undefined && !superuser && prefix !== null && !wanted.startsWith(prefix)) {
    throw new UsageError({
      code: 'group_not_allowed',
      message: `The group id must begin with ${printable(prefix)}: that is what this user is granted.`,
      advice: `Use --group ${printable(prefix)}…, or leave it out for a group of its own.`,
    })
  }
  if (wanted !== undefined) return wanted
  if (prefix === null && !superuser) {
    throw new UsageError({
      code: 'group_not_allowed',
      message: 'The paste names no consumer group prefix, so no group id is known to be granted.',
      advice: 'Name one with --group, or read without a group: keystream read.',
    })
  }
  return `${prefix ?? ''}ks-${newId('job').slice(4)}`
}
