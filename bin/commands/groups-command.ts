import { grantedGroups, groupNotAllowed, mayUseGroup } from '#lib/credentials/granted-groups.ts'
import type { KafkaCredential } from '#lib/credentials/kafka-credential.ts'
import { deleteGroup } from '#lib/kafka/delete-group.ts'
import { describeGroup } from '#lib/kafka/describe-group.ts'
import { type KafkaTarget, kafkaTargetOf } from '#lib/kafka/kafka-target.ts'
import { listGroups } from '#lib/kafka/list-groups.ts'
import { resetGroup } from '#lib/kafka/reset-group.ts'
import type { GroupFacts, GroupSummary, ResetResult } from '#lib/shared/group.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { type CredentialOptions, readKafkaCredential } from '../kafka-credential.ts'
import { printable, type Screen, table } from '../screen.ts'
import { UsageError } from '../usage-error.ts'

/** What one question to the cluster asks about. */
const PAGE = 200

export interface ResetCommandOptions extends CredentialOptions {
  readonly to: string
  readonly partitions?: readonly number[]
  readonly execute?: boolean
}

/** listCommand prints the groups that a user was granted, one a line. */
export async function listCommand(
  options: CredentialOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const credential = await readKafkaCredential(options, screen)
  const target = targetOf(credential)
  const granted = grantedGroups(credential.facts)
  const isOwn = (group: string) => mayUseGroup(granted, group)
  const found: GroupSummary[] = []
  let outside = 0
  for (let after: string | undefined; ; ) {
    const page = await listGroups(target, { isOwn, after, limit: PAGE, signal })
    outside = page.outside
    for (const broker of page.silent)
      screen.note(`${printable(broker)} did not answer: its groups are missing.`)
    if (screen.json) for (const group of page.items) await screen.jsonLine(group)
    else found.push(...page.items)
    if (page.next === null) break
    after = page.next
  }
  if (!screen.json && found.length > 0) {
    const rows = found.map(({ group, state, members, lag, type }) => [
      ...[printable(group), printable(state ?? '–'), String(members ?? '–'), lag ?? '–', type],
    ])
    await screen.line(table([['GROUP', 'STATE', 'MEMBERS', 'LAG', 'PROTOCOL'], ...rows]))
  }
  if (!screen.json && found.length === 0) screen.note('There is no group that this user may see.')
  if (granted !== null)
    screen.note(
      screen.paint(
        'dim',
        `Granted are ids like ${granted.map(printable).join(', ')}; Kafka hides the others${outside > 0 ? `, and ${outside} that it shows are left out` : ''}.`,
        process.stderr,
      ),
    )
  return exitCode.good
}

/** describeCommand prints one group: how it stands, its members, its partitions. */
export async function describeCommand(
  group: string,
  options: CredentialOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const target = await targetFor(group, options, screen)
  const facts = await describeGroup(target, group, { signal })
  if (screen.json) await screen.jsonLine(facts)
  else await screen.line(textOf(facts))
  return exitCode.good
}

/** resetCommand says where a group's offsets would go, or moves them. Exit 1 when a partition was refused. */
export async function resetCommand(
  group: string,
  options: ResetCommandOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const target = await targetFor(group, options, screen)
  const { to, topic, partitions } = options
  const dryRun = options.execute !== true
  const result = await resetGroup(target, group, { to, topic, partitions, dryRun, signal })
  if (screen.json) await screen.jsonLine(result)
  else await screen.line(planOf(result))
  if (dryRun) {
    if (result.active)
      screen.note('The group is in use: stop its members first, or --execute will be refused.')
    screen.note('Dry run: nothing was written. Add --execute to move the offsets.')
  }
  const refused = result.partitions.filter(({ status }) => status === 'failed').length
  if (refused > 0) screen.note(`${refused} partitions were refused.`)
  return refused > 0 ? exitCode.failed : exitCode.good
}

/** deleteCommand deletes a group. */
export async function deleteCommand(
  group: string,
  options: CredentialOptions,
  screen: Screen,
  signal: AbortSignal,
): Promise<ExitCode> {
  const target = await targetFor(group, options, screen)
  await deleteGroup(target, group, { signal })
  if (screen.json) await screen.jsonLine({ deleted: group })
  else await screen.line(`Deleted the group ${printable(group)}.`)
  return exitCode.good
}

function targetOf(credential: KafkaCredential): KafkaTarget {
  return kafkaTargetOf(credential, { mode: 'unrestricted' })
}

/** A foreign id is told before anything is dialled. */
async function targetFor(group: string, options: CredentialOptions, screen: Screen): Promise<KafkaTarget> {
  const credential = await readKafkaCredential(options, screen)
  const granted = grantedGroups(credential.facts)
  if (granted !== null && !mayUseGroup(granted, group)) {
    const { message, advice } = groupNotAllowed(granted)
    throw new UsageError({ code: 'group_not_allowed', message: printable(message), advice })
  }
  return targetOf(credential)
}

function textOf(facts: GroupFacts): string {
  const { group, state, type, assignor, members, partitions, lag, note } = facts
  const clients = new Map(members.map(({ id, clientId }) => [id, clientId]))
  const head = [
    ['group', printable(group)],
    [
      'state',
      `${printable(state ?? 'not told')}, ${type}${assignor === '' ? '' : `, ${printable(assignor)}`}`,
    ],
    ['lag', lag ?? 'nothing committed'],
    ...(note === null ? [] : [['note', note]]),
    ...(facts.reset.reason === null ? [] : [['reset', facts.reset.reason]]),
    ...(facts.delete.reason === null ? [] : [['delete', facts.delete.reason]]),
  ]
  const memberRows = members.map(({ clientId, host, assigned }) => [
    printable(clientId),
    printable(host.replace(/^\//, '')),
    assigned.map(({ topic, partitions: held }) => `${topic}: ${held.join(',')}`).join(' ') || 'none',
  ])
  const partitionRows = partitions.map((each) => [
    ...[each.topic, String(each.partition), each.committed ?? '–', each.high ?? '–', each.lag ?? '–'],
    each.error ?? printable(each.member === null ? '' : (clients.get(each.member) ?? each.member)),
  ])
  const parts = [table(head)]
  if (memberRows.length > 0) parts.push(table([['CLIENT', 'HOST', 'PARTITIONS'], ...memberRows]))
  if (partitionRows.length > 0)
    parts.push(table([['TOPIC', 'PARTITION', 'COMMITTED', 'END', 'LAG', 'READ BY'], ...partitionRows]))
  return parts.join('\n\n')
}

function planOf({ partitions }: ResetResult): string {
  const rows = partitions.map((each) => [
    ...[each.topic, String(each.partition), each.old ?? '–', each.new ?? '–', each.difference ?? '–'],
    [
      each.status,
      ...(each.clamped === null ? [] : [`held at the log’s ${each.clamped === 'low' ? 'beginning' : 'end'}`]),
      ...(each.message === undefined ? [] : [each.message]),
    ].join(', '),
  ])
  return table([['TOPIC', 'PARTITION', 'OLD', 'NEW', 'DIFFERENCE', 'WHAT'], ...rows])
}
