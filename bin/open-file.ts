import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { processChance } from '#lib/kafka/process-chance.ts'
import { FileRecords } from '#lib/records/file-records.ts'
import type { ProduceSpec } from '#lib/shared/produce-spec.ts'
import type { ImportFormat } from '#lib/shared/record-export.ts'
import { atMostOne, type ProduceCommandOptions } from './produce-spec-of.ts'
import { UsageError } from './usage-error.ts'

export interface OpenedFile {
  /** What is to be told about the file once its records are read. */
  readonly file: FileRecords
  readonly chunks: AsyncIterable<Uint8Array>
}

/** openFile opens what the options name to read records from; null where they name none. Throws UsageError. */
export async function openFile(
  options: ProduceCommandOptions,
  spec: ProduceSpec,
): Promise<OpenedFile | null> {
  const name = options.file ?? options.records
  if (name === undefined) return null
  refuseOthers(options, spec)
  if (name === '-') {
    if (options.credentials === undefined || options.credentials === '-')
      throw fail('Standard input can’t be both.', 'Give the credentials with -c FILE.')
  } else if ((await stat(name).catch(() => null))?.isFile() !== true)
    throw fail(`There is no file ${name}.`, 'Check the path; keystream read --json writes an export.')
  const { key, partition, timestamp, headers, seed } = spec
  const format = options.records === undefined ? (options.format ?? formatOf(name)) : 'export'
  const file = new FileRecords({
    format,
    shape: format === 'export' ? {} : { key, partition, timestamp, headers, seed },
    onBad: options.onBad,
    chance: processChance,
  })
  return { file, chunks: name === '-' ? process.stdin : createReadStream(name) }
}

/** A file's name usually says what it is. */
function formatOf(name: string): ImportFormat {
  if (name.endsWith('.csv')) return 'csv'
  if (name.endsWith('.ndjson') || name.endsWith('.jsonl')) return 'ndjson'
  throw fail(
    `What ${name} holds can’t be told from its name.`,
    'Say it with --format ndjson, csv, lines or export.',
  )
}

function refuseOthers(options: ProduceCommandOptions, spec: ProduceSpec): void {
  const { template, value, nullValue, count } = options
  atMostOne({ '--file': options.file, '--records': options.records })
  for (const [name, given] of Object.entries({
    '--template': template,
    '--value': value,
    '--null-value': nullValue,
    '-n': count,
  }))
    atMostOne({ '--file': options.file ?? options.records, [name]: given })
  if (spec.timestamp?.type === 'range')
    throw fail(
      'How many records a file has is not known.',
      'Take its times from a field, or one time for all.',
    )
}

function fail(message: string, advice: string): UsageError {
  return new UsageError({ code: 'bad_request', message, advice })
}
