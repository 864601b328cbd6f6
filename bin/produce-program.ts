import { type Command, Option } from 'commander'
import { generatorHelp } from '#lib/records/templates/generator-help.ts'
import { MAX_BURST, MAX_CYCLED_KEYS, MAX_DURATION_SECONDS } from '#lib/shared/produce-spec.ts'
import { CompressionSchema } from '#lib/shared/record.ts'
import { importFormats } from '#lib/shared/record-export.ts'
import * as values from './option-values.ts'
import type { ProduceCommandOptions } from './produce-spec-of.ts'
import * as choices from './produce-values.ts'
import type { StartJob } from './program.ts'

/** addProduceCommand describes `produce`; `command` has the options of every command on a cluster already. */
export function addProduceCommand(command: Command, start: StartJob): void {
  command
    .description('write records and count what is acknowledged')
    .option('-n, --count <number>', 'how many records; default: 15, or 1 with --value', values.recordCount)
    .option('--duration <seconds>', 'write for so long instead', values.positive(MAX_DURATION_SECONDS))
    .option('--until-stopped', 'write until Ctrl-C instead')
    .option(
      '--rate <number>',
      'records a second; default: as fast as acknowledged',
      values.positive(1_000_000),
    )
    .option(
      '--burst <number>',
      'so many at once, then a pause; with --rate',
      values.wholeNumber(1, MAX_BURST),
    )
    .option('--template <text>', 'the value, such as {"id":"{{uuid}}"}; default: the test application’s JSON')
    .option('--value <text>', 'the value as it is: one record exactly')
    .option('--null-value', 'no value: a tombstone')
    .option('--file <file>', 'values from a file, or from standard input with -')
    .addOption(
      new Option('--format <name>', 'of the file; default: by its ending').choices([...importFormats]),
    )
    .addOption(
      new Option('--on-bad <what>', 'at a line that is no record').choices(['stop', 'skip']).default('stop'),
    )
    .option('--from-mongodb <credentials>', 'values from a collection: each document as JSON, by _id')
    .option('--mongo-database <name>', 'of --from-mongodb; default: named after the topic')
    .option('--mongo-collection <name>', 'of --from-mongodb; default: producer')
    .option('--after <id>', 'of --from-mongodb: go on after this _id, such as "text" or {"$oid":"…"}')
    .option('--mongo-credentials <file>', 'store them in a MongoDB too, as the test application does')
    .option('--records <file>', 'write an export (read --json) again: --file <file> --format export')
    .option('--key <text>', 'a template for the key; default: no key')
    .option('--key-field <path>', 'the key is a field of the value, or a column: order.id')
    .option('--key-cycle <number>', 'so many keys in turn', values.wholeNumber(1, MAX_CYCLED_KEYS))
    .option('--header <name=value>', 'a header, its value a template; may be repeated', values.headerPair)
    .option('--null-header <name>', 'a header without a value; may be repeated', choices.nameList)
    .option(
      '--partition <how>',
      'a number, round-robin, field:PATH, or a template; default: by the key, as Java’s client',
      choices.partition,
    )
    .option(
      '--timestamp <how>',
      '2026-01-31T00:00:00Z, FROM..TO (spread evenly), or field:PATH; default: now',
      choices.timestamp,
    )
    .option('--seed <number>', 'the same number makes the same records', values.wholeNumber(0, 0xffff_ffff))
    .addOption(new Option('--compression <codec>').choices(CompressionSchema.options).default('none'))
    .option('--partitions <number>', 'create the topic first, with so many', values.wholeNumber(1, 1000))
    .option('--replication-factor <number>', 'of the topic created', values.wholeNumber(1, 10))
    .option('--dry-run', 'tell how many, how big and where; write nothing')
    .addHelpText('after', generatorsText)
    .action((options: ProduceCommandOptions & { json?: boolean }) =>
      start(
        async (screen, signal) =>
          (await import('./commands/produce-command.ts')).produceCommand(options, screen, signal),
        options,
      ),
    )
}

const INSERT_WIDTH = 34

/** Is made only when somebody asks for it. */
function generatorsText(): string {
  const groups = generatorHelp.map(
    ({ title, generators }) =>
      `  ${title}\n${generators.map(({ insert, says }) => `    ${insert.padEnd(INSERT_WIDTH)} ${says}`).join('\n')}`,
  )
  return `
Files: ndjson (a JSON value a line), csv (a header, then rows, which become JSON objects of texts), lines, export (read --json).

In templates:
${groups.join('\n')}

Examples:
  keystream produce -c paste.txt --key user-1 --value '{"state":"PAID"}' --header trace=1 --partition 2
  keystream produce -c paste.txt --key user-1 --null-value
  keystream produce -c paste.txt --duration 60 --rate 1000 --burst 500 --template '{"name":"{{fullName}}"}' --key-field name
  keystream produce -c paste.txt --file orders.csv --key-field id --on-bad skip --dry-run
  keystream produce -c paste.txt --from-mongodb mongo.txt --mongo-database shop --mongo-collection orders --key-field _id
  zcat orders.ndjson.gz | keystream produce -c paste.txt --file - --format ndjson`
}
