import { type Command, Option } from 'commander'
import { ProductSchema, SecurityProtocolSchema } from '#lib/shared/credential.ts'
import type { PushOptions } from './commands/push-command.ts'
import type { StartJob } from './program.ts'

/** addPushCommand describes what sends a paste to a server; the token comes from the environment. */
export function addPushCommand(program: Command, start: StartJob): void {
  program
    .command('push')
    .description('store a paste in a team of a server; the same paste again changes nothing')
    .option('-c, --credentials <file>', 'the output of get-credentials; default: standard input')
    .option('--server <url>', 'the server; default: KEYSTREAM_SERVER')
    .option('--team <name>', 'name or id, to be sure that the token is of this team')
    .option('--name <name>', 'of a new profile; default: topic and user')
    .option(
      '--label <label>',
      'of a new profile; may be repeated',
      (label, former: string[]) => [...former, label],
      [],
    )
    .addOption(new Option('--product <name>', 'which of several').choices(ProductSchema.options))
    .option('--unit <name>', 'which of several units')
    .option('--topic <name>', 'the one that is meant, where the paste grants a prefix')
    .option('--ca <file>', 'certificate authority (PEM), where the paste has none')
    .option('--client-cert <file>', 'client certificate (PEM), for the listener that needs one')
    .option('--client-key <file>', 'its key (PEM)')
    .addOption(
      new Option('--security-protocol <name>', 'where the paste fits more than one').choices(
        SecurityProtocolSchema.options,
      ),
    )
    .option('--json', 'one JSON object')
    .addHelpText('after', '\nThe API token comes from KEYSTREAM_TOKEN; it needs the scope profiles.write.')
    .action((options: PushOptions & { json?: boolean }) =>
      start(
        async (screen, signal) =>
          (await import('./commands/push-command.ts')).pushCommand(options, screen, signal),
        options,
      ),
    )
}
