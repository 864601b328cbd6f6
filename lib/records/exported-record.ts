import { type Bytes, KafkaRecordSchema } from '#lib/shared/record.ts'

/** ImportedRecord is a record as it is written again: everything that the one who wrote it first had chosen. */
export interface ImportedRecord {
  readonly key: string | Uint8Array | null
  readonly value: string | Uint8Array | null
  readonly headers: readonly (readonly [string, string | Uint8Array | null])[]
  readonly partition: number
  readonly timestamp?: number
}

/** A line of an export: a record, a mark of a transaction (`pass`), or what is wrong with it. */
export type ExportedLine =
  | { readonly type: 'record'; readonly record: ImportedRecord }
  | { readonly type: 'pass' }
  | { readonly type: 'problem'; readonly message: string; readonly advice: string }

const notARecord = {
  type: 'problem',
  message: 'is not a record as an export writes it',
  advice: 'Give a file that was exported as NDJSON, one record a line.',
} as const

/** readExportedLine reads one line of an NDJSON export. Its messages quote nothing of the line. */
export function readExportedLine(line: string): ExportedLine {
  const json = parse(line)
  if (typeof json === 'object' && json !== null && 'type' in json && json.type === 'failed') {
    return {
      type: 'problem',
      message: 'says that the export failed there',
      advice: 'Export again: the file is not whole.',
    }
  }
  const parsed = KafkaRecordSchema.safeParse(json)
  if (!parsed.success) return notARecord
  const { key, value, headers, partition, timestamp, control } = parsed.data
  if (control !== undefined) return { type: 'pass' }
  if ([key, value, ...headers.map(([, bytes]) => bytes)].some((bytes) => bytes?.truncated === true)) {
    return {
      type: 'problem',
      message: 'holds a value that was cut',
      advice: 'Export again with whole values.',
    }
  }
  return {
    type: 'record',
    record: {
      key: bytesOf(key),
      value: bytesOf(value),
      headers: headers.map(([name, bytes]) => [name, bytesOf(bytes)] as const),
      partition,
      ...(timestamp >= 0 && { timestamp }),
    },
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function bytesOf(bytes: Bytes | null): string | Uint8Array | null {
  if (bytes === null) return null
  if ('text' in bytes) return bytes.text
  return Uint8Array.from(atob(bytes.base64), (character) => character.charCodeAt(0))
}
