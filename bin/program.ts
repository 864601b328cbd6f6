import { Command, Option } from 'commander'
import { ProductSchema, SecurityProtocolSchema } from '#lib/shared/credential.ts'
import { DEFAULT_BUCKETS, MAX_BUCKETS } from '#lib/shared/histogram.ts'
import { DEFAULT_MAX_VALUE_BYTES } from '#lib/shared/record.ts'
import type { HistogramCommandOptions } from './commands/histogram-command.ts'
import type { ParseOptions } from './commands/parse-command.ts'
import type { ReadCommandOptions } from './commands/read-command.ts'
import type { ServeOptions } from './commands/serve-command.ts'
import { describeConsume } from './consume-program.ts'
import { addCopyCommand } from './copy-program.ts'
import type { ExitCode } from './exit-code.ts'
import { describeGroups } from './groups-program.ts'
import { addHostCommands } from './host-program.ts'
import { addJobsCommand } from './jobs-program.ts'
import type { CredentialOptions } from './kafka-credential.ts'
import * as values from './option-values.ts'
import { addProduceCommand } from './produce-program.ts'
import { addPushCommand } from './push-program.ts'
import { describeRoundTrip } from './round-trip-program.ts'
import type { Screen } from './screen.ts'
import { addSnippetCommand } from './snippet-program.ts'

/** Job runs a command once its options are good. */
export type Job = (screen: Screen, signal: AbortSignal) => Promise<ExitCode>
export type StartJob = (job: Job, options: { json?: boolean }) => Promise<void>

/**
 * buildProgram describes every command and option; the chosen one is handed to `start` with its options. A command's
 * modules are loaded when it is chosen: `parse` in a pipe must not wait for a Kafka client.
 */
export function buildProgram(start: StartJob): Command {
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

  addProduceCommand(onCluster(program.command('produce')), start)

  describeConsume(withRecords(onCluster(program.command('consume'))), start)

  addCopyCommand(program, start, onCluster)
  describeRoundTrip(onCluster(program.command('round-trip')), start)

  withRecords(onCluster(program.command('read')))
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
    .addOption(new Option('--order <order>', 'merge the partitions by time, up to an end').choices(['time']))
    .option('--filter.text <text>', 'only records that contain it')
    .option('--key-decoder <name>', 'how keys are read: auto, int64, avro, …', values.decoder)
    .option('--value-decoder <name>', 'how values are read', values.decoder)
    .option('--schema <file>', 'an .avsc or .proto file that values are read by')
    .option('--message <name>', 'with a .proto file: the message that records are; default: its first')
    .option('--registry <url>', 'a schema registry; its password comes from KEYSTREAM_REGISTRY_PASSWORD')
    .option('--registry-user <name>', 'who logs in at the registry; without it the password is a token')
    .option('--filter.regex <pattern>', 'only records in which the pattern (RE2) is found')
    .option('--filter.expr <expression>', 'only records for which it is true (CEL): value.total > 5')
    .option('--filter.case <how>', 'sensitive or insensitive, for text and pattern', values.letterCase)
    .option(
      '--filter.in <list>',
      'where text and pattern are looked for: key,value,headers',
      values.placeList,
      ['key', 'value', 'headers'],
    )
    .action((options: ReadCommandOptions & { json?: boolean }) =>
      start(
        async (screen, signal) =>
          (await import('./commands/read-command.ts')).readCommand(options, screen, signal),
        options,
      ),
    )

  onCluster(program.command('histogram'))
    .description('count a topic’s records over time by offsets alone, without reading it')
    .option('--from <time>', '2026-01-31T00:00:00Z; default: the oldest record', values.time)
    .option('--to <time>', 'default: the youngest record', values.time)
    .option('--buckets <number>', 'how many at most', values.wholeNumber(1, MAX_BUCKETS), DEFAULT_BUCKETS)
    .action((options: HistogramCommandOptions & { json?: boolean }) =>
      start(
        async (screen, signal) =>
          (await import('./commands/histogram-command.ts')).histogramCommand(options, screen, signal),
        options,
      ),
    )

  addSnippetCommand(onCluster(program.command('snippet')), start)

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

  describeGroups(onCluster(program.command('groups')), start)
  addPushCommand(program, start)
  addJobsCommand(program, start)
  addHostCommands(program, start)
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

/** The options of every command that prints records. */
function withRecords(command: Command): Command {
  return command
    .option(
      '--max-value-bytes <number>',
      'cut longer keys and values',
      values.valueBytes,
      DEFAULT_MAX_VALUE_BYTES,
    )
    .option('--count', 'print the totals only')
}

const examples = `
Examples:
  juju run data-integrator/leader get-credentials | keystream check
  keystream parse paste.txt --json
  keystream produce -c paste.txt -n 100000 --rate 5000 --template '{"id":"{{uuid}}"}'
  keystream consume -c paste.txt --group relation-6-1 -n 10
  keystream round-trip -c paste.txt -n 1000
  keystream read -c paste.txt --from newest:100 --filter.text FAILED
  keystream copy -c paste.txt --to-credentials other.txt --filter.expr 'value.total > 5'
  keystream snippet -c paste.txt java

Exit: 0 good, 1 the work failed, 2 bad input or usage, 130 interrupted.`
