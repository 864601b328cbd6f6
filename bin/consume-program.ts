import { type Command, Option } from 'commander'
import { CommitPolicySchema, expectableDecoders, MAX_CONSUME_MEMBERS } from '#lib/shared/consume-spec.ts'
import type { ConsumeCommandOptions } from './commands/consume-command.ts'
import * as values from './option-values.ts'
import type { StartJob } from './program.ts'

/** describeConsume gives a command, which has the options of every command that prints records, those of a consumer. */
export function describeConsume(command: Command, start: StartJob): void {
  command
    .description('consume in a consumer group and commit')
    .option('--group <id>', 'begins with the granted prefix; default: one of its own')
    .option(
      '--from <start>',
      'where it begins without a committed offset: earliest, latest, time:2026-01-31T00:00:00Z',
      values.consumeStart,
      'earliest',
    )
    .option('-n, --limit <number>', 'end after so many records', values.readLimit)
    .option('--idle <seconds>', 'end when nothing arrived for so long', values.positive(86_400))
    .option('--duration <seconds>', 'end so long after it joined', values.positive(86_400))
    .addOption(new Option('--commit <policy>').choices(CommitPolicySchema.options).default('each-second'))
    .option(
      '--members <number>',
      'so many members of the group at once',
      values.wholeNumber(1, MAX_CONSUME_MEMBERS),
      1,
    )
    .option('--join-delay <seconds>', 'between two members’ joining', values.wholeNumber(0, 60), 0)
    .option('--rate <number>', 'a slow consumer: records a second', values.positive(1_000_000))
    .addOption(new Option('--expect <decoder>', 'count values that are not this').choices(expectableDecoders))
    .option('--output <file>', 'write the records to a new file: NDJSON, or CSV when it ends in .csv')
    .option(
      '--webhook [url]',
      'post them there, signed by KEYSTREAM_WEBHOOK_SECRET when it is set; an address that holds a token stands better in KEYSTREAM_WEBHOOK_URL, where no list of processes shows it',
    )
    .option('--mongo-credentials <file>', 'store them in a MongoDB, as the test application does')
    .action((options: ConsumeCommandOptions & { json?: boolean }) =>
      start(
        async (screen, signal) =>
          (await import('./commands/consume-command.ts')).consumeCommand(options, screen, signal),
        options,
      ),
    )
}
