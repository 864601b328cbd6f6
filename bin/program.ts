import { Command, Option } from 'commander'
import { ProductSchema, SecurityProtocolSchema } from '#lib/shared/credential.ts'
import { CompressionSchema, DEFAULT_MAX_VALUE_BYTES } from '#lib/shared/record.ts'
import type { ConsumeCommandOptions } from './commands/consume-command.ts'
import type { ParseOptions } from './commands/parse-command.ts'
import type { ProduceCommandOptions } from './commands/produce-command.ts'
import type { ReadCommandOptions } from './commands/read-command.ts'
import type { ServeOptions } from './commands/serve-command.ts'
import type { ExitCode } from './exit-code.ts'
import type { CredentialOptions } from './kafka-credential.ts'
import * as values from './option-values.ts'
import type { Screen } from './screen.ts'

/** Job runs a command once its options are good. */
export type Job = (screen: Screen, signal: AbortSignal) => Promise<ExitCode>

/**
 * buildProgram describes every command and option; the chosen one is handed to `start` with its options. A command's
 * modules are loaded when it is chosen: `parse` in a pipe must not wait for a Kafka client.
 */
export function buildProgram(start: (job: Job, options: { json?: boolean }) => Promise<void>): Command {
  const program = new Command('keystream')
    .description('Credentials of Charmed Apache Kafka: parse, check, produce, consume, read.')
    .addHelpText('after', examples)
    .showHelpAfterError('(add --help for what is possible)')
    .configureHelp({ sortSubcommands: false })

  program
    .command('parse [file]')
    .description('tell what the output of get-credentials holds, without its secrets')
    .addOption(new Option('--product <name>', 'only this product').choices(ProductSchema.options))
    .option('--unit <name>', 'only this unit')
    .option('--json', 'one JSON object')
    .action((file: string | undefined, options: ParseOptions & { json?: boolean }) =>
      start(
        async (screen) => (await import('./commands/parse-command.ts')).parseCommand(file, options, screen),
        options,
      ),
    )

  onCluster(program.command('check'))
    .description('climb from the name to the rights, and say what is wrong; writes nothing')
    .action((options: CredentialOptions & { json?: boolean }) =>
      start(
        async (screen, signal) =>
          (await import('./commands/check-command.ts')).checkCommand(options, screen, signal),
        options,
      ),
    )

  onCluster(program.command('produce'))
    .description('write records and count what is acknowledged')
    .option('-n, --count <number>', 'how many records', values.recordCount, 15)
    .option(
      '--rate <number>',
      'records a second; default: as fast as acknowledged',
      values.positive(1_000_000),
    )
    .option('--template <text>', 'the value, such as {"id":"{{uuid}}"}; default: the test application’s JSON')
    .option('--key <text>', 'a template for the key; default: no key')
    .option('--header <name=value>', 'a header, its value a template; may be repeated', values.headerPair)
    .addOption(new Option('--compression <codec>').choices(CompressionSchema.options).default('none'))
    .option('--partitions <number>', 'create the topic first, with so many', values.wholeNumber(1, 1000))
    .option('--replication-factor <number>', 'of the topic created', values.wholeNumber(1, 10))
    .action((options: ProduceCommandOptions & { json?: boolean }) =>
      start(
        async (screen, signal) =>
          (await import('./commands/produce-command.ts')).produceCommand(options, screen, signal),
        options,
      ),
    )

  onCluster(program.command('consume'))
    .description('consume in a consumer group and commit')
    .option('--group <id>', 'begins with the granted prefix; default: one of its own')
    .addOption(new Option('--from <start>').choices(['earliest', 'latest']).default('earliest'))
    .option('-n, --limit <number>', 'end after so many records', values.readLimit)
    .option('--idle <seconds>', 'end when nothing arrived for so long', values.positive(86_400))
    .option(
      '--max-value-bytes <number>',
      'cut longer keys and values',
      values.valueBytes,
      DEFAULT_MAX_VALUE_BYTES,
    )
    .option('--count', 'print the totals only')
    .action((options: ConsumeCommandOptions & { json?: boolean }) =>
      start(
        async (screen, signal) =>
          (await import('./commands/consume-command.ts')).consumeCommand(options, screen, signal),
        options,
      ),
    )

  onCluster(program.command('read'))
    .description('read without a consumer group; moves no offsets')
    .option('--partitions <list>', 'such as 0,2; default: all', values.partitionList)
    .option(
      '--from <start>',
      'earliest, latest, newest:100, offset:123, time:2026-01-31T00:00:00Z',
      values.startOf,
      'earliest',
    )
    .option('--to <end>', 'latest (as it is now), live, offset:123, time:…', values.endOf, 'latest')
    .option('-n, --limit <number>', 'end after so many matches', values.readLimit)
    .addOption(new Option('--isolation <level>').choices(['committed', 'uncommitted']).default('committed'))
    .option('--filter.text <text>', 'only records that contain it')
    .option('--filter.in <list>', 'where: key,value,headers', values.placeList, ['key', 'value', 'headers'])
    .option(
      '--max-value-bytes <number>',
      'cut longer keys and values',
      values.valueBytes,
      DEFAULT_MAX_VALUE_BYTES,
    )
    .option('--count', 'print the totals only')
    .action((options: ReadCommandOptions & { json?: boolean }) =>
      start(
        async (screen, signal) =>
          (await import('./commands/read-command.ts')).readCommand(options, screen, signal),
        options,
      ),
    )

  program
    .command('serve')
    .description('start the built server; its settings come from KEYSTREAM_… in the environment')
    .option('-p, --port <number>', 'port', values.wholeNumber(1, 65_535), 3000)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .action((options: ServeOptions) =>
      start(
        async (screen, signal) =>
          (await import('./commands/serve-command.ts')).serveCommand(options, screen, signal),
        {},
      ),
    )

  return program
}

/** The options of every command that goes to a cluster. No option takes a secret: arguments are seen by everybody. */
function onCluster(command: Command): Command {
  return command
    .option('-c, --credentials <file>', 'the output of get-credentials; default: standard input')
    .option('--unit <name>', 'which of several units')
    .option('--topic <name>', 'another topic than the paste names')
    .option('--ca <file>', 'certificate authority (PEM), where the paste has none')
    .option('--client-cert <file>', 'client certificate (PEM), for the listener that needs one')
    .option('--client-key <file>', 'its key (PEM)')
    .addOption(
      new Option('--security-protocol <name>', 'where the paste fits more than one').choices(
        SecurityProtocolSchema.options,
      ),
    )
    .option('--no-verify-hostname', 'verify the certificate authority, but not the host’s name')
    .option('--json', 'machine-readable lines')
}

const examples = `
Examples:
  juju run data-integrator/leader get-credentials | keystream check
  keystream parse paste.txt --json
  keystream produce -c paste.txt -n 100000 --rate 5000 --template '{"id":"{{uuid}}"}'
  keystream consume -c paste.txt --group relation-6-1 -n 10
  keystream read -c paste.txt --from newest:100 --filter.text FAILED

Exit: 0 good, 1 the work failed, 2 bad input or usage, 130 interrupted.`
