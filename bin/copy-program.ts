import { type Command, InvalidArgumentError, Option } from 'commander'
import { CompressionSchema } from '#lib/shared/record.ts'
import type { CopyCommandOptions } from './commands/copy-command.ts'
import * as values from './option-values.ts'
import type { StartJob } from './program.ts'

/** addCopyCommand describes `keystream copy`; `onCluster` adds the options of the Kafka that is read. */
export function addCopyCommand(
  program: Command,
  start: StartJob,
  onCluster: (command: Command) => Command,
): void {
  onCluster(program.command('copy'))
    .description('copy a topic to a topic of another Kafka, or of the same')
    .option('--to-credentials <file>', 'get-credentials of where to; default: the same as where from')
    .option('--to-unit <name>', 'which of several units in it')
    .option('--to-topic <name>', 'another topic than those credentials name')
    .option('--to-ca <file>', 'certificate authority (PEM) of where to, where its paste has none')
    .option(
      '--to-partitions <number>',
      'create the topic there first, with so many',
      values.wholeNumber(1, 1000),
    )
    .option('--to-replication-factor <number>', 'of the topic created', values.wholeNumber(1, 10))
    .option('--from <start>', 'earliest, latest, newest:100, offset:123, time:…', values.startOf, 'earliest')
    .option('--to <end>', 'latest (as it is now), live, offset:123, time:…', values.endOf, 'latest')
    .option('--partitions <list>', 'such as 0,2; default: all', values.partitionList)
    .option('-n, --limit <number>', 'end after so many records were read', values.readLimit)
    .option('--group <id>', 'read in this group, and commit what is acknowledged')
    .option('--idle <seconds>', 'with a group: end when nothing arrived for so long', values.positive(86_400))
    .option('--filter.text <text>', 'only records that contain it')
    .option('--filter.regex <pattern>', 'only records in which the pattern (RE2) is found')
    .option('--filter.expr <expression>', 'only records for which it is true (CEL): value.total > 5')
    .option('--filter.case <how>', 'sensitive or insensitive, for text and pattern', values.letterCase)
    .option('--filter.in <list>', 'where text and pattern are looked for', values.placeList, [
      ...['key', 'value', 'headers'],
    ])
    .option('--field <from=to>', 'of a JSON value take only such fields; may be repeated', values.headerPair)
    .option('--constant <name=json>', 'add a field to a JSON value; may be repeated', constantPair)
    .option('--add-header <name=value>', 'add a header; may be repeated', values.headerPair)
    .option('--drop-keys', 'write no keys')
    .option('--drop-headers', 'write no headers but those added')
    .option('--drop-tombstones', 'leave out records whose value is null')
    .option('--new-timestamps', 'stamp copies with the moment of copying')
    .option('--by-key', 'let keys decide the partition, instead of keeping it')
    .addOption(new Option('--compression <codec>').choices(CompressionSchema.options).default('none'))
    .action((options: CopyCommandOptions & { json?: boolean }) =>
      start(
        async (screen, signal) =>
          (await import('./commands/copy-command.ts')).copyCommand(options, screen, signal),
        options,
      ),
    )
}

type Constant = readonly [string, string | number | boolean | null]

function constantPair(text: string, before: readonly Constant[] = []): readonly Constant[] {
  const at = text.indexOf('=')
  if (at > 0) return [...before, [text.slice(0, at), scalarOf(text.slice(at + 1))]]
  throw new InvalidArgumentError('It is name=value, the value a number, true, false, null or a text.')
}

/** What is no JSON number, word or string is the text itself. */
function scalarOf(text: string): Constant[1] {
  try {
    const value: unknown = JSON.parse(text)
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
    return typeof value === 'string' ? value : text
  } catch {
    return text
  }
}
