import { type Command, InvalidArgumentError } from 'commander'
import { ResetTargetSchema } from '#lib/shared/group.ts'
import type { CredentialOptions } from './kafka-credential.ts'
import * as values from './option-values.ts'
import type { StartJob } from './program.ts'

type Options = CredentialOptions & { json?: boolean }

/** describeGroups gives a command, which has the options of every command on a cluster, those for consumer groups. */
export function describeGroups(command: Command, start: StartJob): void {
  const load = () => import('./commands/groups-command.ts')
  command
    .description('list the consumer groups that these credentials reach, or look at, reset, delete one')
    // The options of the cluster stand with `groups`; its sub-commands take them as well, and show them.
    .configureHelp({ showGlobalOptions: true })
    .action((options: Options) =>
      start(async (screen, signal) => (await load()).listCommand(options, screen, signal), options),
    )
  command
    .command('describe <group>')
    .description('state, members, committed offsets and lag of one')
    .action((group: string, _: object, self: Command) => {
      const options = self.optsWithGlobals<Options>()
      return start(
        async (screen, signal) => (await load()).describeCommand(group, options, screen, signal),
        options,
      )
    })
  command
    .command('reset <group>')
    .description('say where the group’s offsets would go; with --execute, move them')
    .requiredOption(
      '--to <target>',
      'earliest, latest, time:2026-01-31T00:00:00Z, offset:123, by:-100',
      resetTarget,
    )
    .option('--partitions <list>', 'such as 0,2; default: all', values.partitionList)
    .option('--execute', 'really move them; without it nothing is written')
    .addHelpText('after', '\n--topic chooses one; default: every topic of the group.')
    .action((group: string, _: object, self: Command) => {
      const options = self.optsWithGlobals<
        Options & { to: string; partitions?: number[]; execute?: boolean }
      >()
      return start(
        async (screen, signal) => (await load()).resetCommand(group, options, screen, signal),
        options,
      )
    })
  command
    .command('delete <group>')
    .description('delete a group with its offsets; needs the role admin, or an entity permission')
    .action((group: string, _: object, self: Command) => {
      const options = self.optsWithGlobals<Options>()
      return start(
        async (screen, signal) => (await load()).deleteCommand(group, options, screen, signal),
        options,
      )
    })
}

function resetTarget(text: string): string {
  if (ResetTargetSchema.safeParse(text).success) return text
  throw new InvalidArgumentError('It is earliest, latest, time:2026-01-31T00:00:00Z, offset:123 or by:-100.')
}
