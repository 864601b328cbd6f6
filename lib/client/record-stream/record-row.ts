import type { KafkaRecord } from '#lib/shared/record.ts'
import type { RecordRow } from './protocol.ts'
import { rowCell } from './row-cell.ts'
import { rowText } from './row-text.ts'

/** A row is one line; more than this is not seen on the widest screen. */
const ROW_CHARACTERS = 320
const ROW_KEY_CHARACTERS = 80

/** recordRow gives what the list shows of a record, with the fields that are named. */
export function recordRow(sequence: number, record: KafkaRecord, fields: readonly string[]): RecordRow {
  return {
    sequence,
    partition: record.partition,
    offset: record.offset,
    timestamp: record.timestamp,
    key: record.key && rowText(record.key, ROW_KEY_CHARACTERS),
    value: record.value && rowText(record.value, ROW_CHARACTERS),
    keySize: record.keySize,
    valueSize: record.valueSize,
    headers: record.headers.length,
    compression: record.compression,
    transactional: record.transactional,
    control: record.control ?? null,
    cells: Object.fromEntries(fields.map((name) => [name, rowCell(record, name)])),
  }
}
