import { csvLine } from '#lib/shared/csv-line.ts'
import type { Bytes, KafkaRecord } from '#lib/shared/record.ts'

const columns = [
  'partition',
  'offset',
  'timestamp',
  'time',
  'key',
  'keyEncoding',
  'value',
  'valueEncoding',
  'headers',
  'keySize',
  'valueSize',
  'compression',
  'transactional',
  'control',
] as const

/** recordCsvHeader is the first line of a CSV file of records. */
export const recordCsvHeader = csvLine(columns)

/**
 * recordCsvLine writes one record as a line of CSV. The encoding beside a key or value tells text, base64 and null
 * apart; a text that a spreadsheet would compute has an apostrophe before it. Headers are JSON, as in the stream.
 */
export function recordCsvLine(record: KafkaRecord): string {
  const date = new Date(record.timestamp)
  return csvLine([
    record.partition,
    record.offset,
    record.timestamp,
    Number.isNaN(date.getTime()) ? '' : date.toISOString(),
    textOf(record.key),
    encodingOf(record.key),
    textOf(record.value),
    encodingOf(record.value),
    record.headers.length === 0 ? '' : JSON.stringify(record.headers),
    record.keySize,
    record.valueSize,
    record.compression,
    record.transactional ? 'yes' : 'no',
    record.control ?? '',
  ])
}

function textOf(bytes: Bytes | null): string {
  if (bytes === null) return ''
  return 'text' in bytes ? bytes.text : bytes.base64
}

function encodingOf(bytes: Bytes | null): string {
  if (bytes === null) return 'null'
  return 'text' in bytes ? 'text' : 'base64'
}
