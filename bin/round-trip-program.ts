import { type Command, Option } from 'commander'
import { CompressionSchema } from '#lib/shared/record.ts'
import {
  MAX_ROUND_TRIP_BYTES,
  MAX_ROUND_TRIP_KEYS,
  MIN_ROUND_TRIP_BYTES,
} from '#lib/shared/round-trip-spec.ts'
import type { RoundTripCommandOptions } from './commands/round-trip-command.ts'
import * as values from './option-values.ts'
import type { StartJob } from './program.ts'

/** describeRoundTrip gives a command, which has the options of every command on a cluster, those of a round trip. */
export function describeRoundTrip(command: Command, start: StartJob): void {
  command
    .description('write numbered records, receive them in a group, and tell what was lost, doubled or late')
    .option('-n, --count <number>', 'how many records', values.recordCount, 1000)
    .option(
      '--rate <number>',
      'records a second; default: as fast as acknowledged',
      values.positive(1_000_000),
    )
    .option(
      '--value-bytes <number>',
      'how long a value is',
      values.wholeNumber(MIN_ROUND_TRIP_BYTES, MAX_ROUND_TRIP_BYTES),
      200,
    )
    .option(
      '--keys <number>',
      'distinct keys; the order is watched for each',
      values.wholeNumber(1, MAX_ROUND_TRIP_KEYS),
      100,
    )
    .addOption(new Option('--compression <codec>').choices(CompressionSchema.options).default('none'))
    .option('--group <id>', 'begins with the granted prefix; default: one of its own')
    .option(
      '--timeout <seconds>',
      'for what is outstanding once all is written',
      values.wholeNumber(1, 3600),
      60,
    )
    .option('--partitions <number>', 'create the topic first, with so many', values.wholeNumber(1, 1000))
    .option('--replication-factor <number>', 'of the topic created', values.wholeNumber(1, 10))
    .action((options: RoundTripCommandOptions & { json?: boolean }) =>
      start(
        async (screen, signal) =>
          (await import('./commands/round-trip-command.ts')).roundTripCommand(options, screen, signal),
        options,
      ),
    )
}
