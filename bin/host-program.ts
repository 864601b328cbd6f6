import type { Command } from 'commander'
import type { HostOptions } from './commands/host-command.ts'
import type { StartJob } from './program.ts'

/** addHostCommands describes what works on the server's host, beside the server, with its KEYSTREAM_… environment. */
export function addHostCommands(program: Command, start: StartJob): void {
  const onHost = (name: string) => (options: HostOptions & { json?: boolean }) =>
    start(
      async (_, signal) => (await import('./commands/host-command.ts')).hostCommand(name, options, signal),
      options,
    )

  const owner = program.command('owner').description('accounts that own a team (on the server’s host)')
  owner
    .command('create')
    .description('make the first owner, or a further one; the password comes from standard input')
    .requiredOption('--email <address>', 'to sign in with')
    .requiredOption('--name <name>', 'of the person')
    .requiredOption('--team <name>', 'name of a new team, or name or id of one that is there')
    .action(onHost('owner-create'))
  owner
    .command('reset')
    .description('print a link that sets a new password, once, where no other owner can make one')
    .requiredOption('--email <address>', 'of the account')
    .action(onHost('owner-reset'))

  const audit = program.command('audit').description('the audit log (on the server’s host)')
  audit
    .command('verify')
    .description('recompute the chain of the audit log and name the first event that does not fit')
    .option('--checkpoint <sequence:hash>', 'one that was written down elsewhere; several with commas')
    .option('--checkpoints <file>', 'a log of the server, or what a webhook received: a JSON object a line')
    .option('--json', 'one JSON object')
    .action(onHost('audit-verify'))
  audit
    .command('checkpoint')
    .description('print the present end of the chain, to be kept where this host can’t change it')
    .option('--json', 'one JSON object')
    .action(onHost('audit-checkpoint'))

  const keys = program.command('keys').description('master keys of the vault (on the server’s host)')
  keys
    .command('status')
    .description('count the sealed versions that need each master key')
    .option('--json', 'one object a line, for a script')
    .action(onHost('keys-status'))
  keys
    .command('rotate')
    .description(
      'wrap everything under the active master key, while the server runs; goes on where it was stopped',
    )
    .option('--make-key', 'first draw a new key and put it in front of the others in the key file')
    .option('--batch <n>', 'versions re-wrapped in one transaction, 1 to 100 (default 100)')
    .option('--stopped', 'no server runs that could lack the new key')
    .option('--json', 'one object a line, for a script')
    .action(onHost('keys-rotate'))
}
