import type { Bytes, KafkaRecord } from '#lib/shared/record.ts'
import { type FieldPath, parseFieldPath } from '../field-path.ts'
import { findInJson } from '../find-in-json.ts'
import { decodedJson } from '../record-json.ts'
import type { RowCell } from './protocol.ts'
import { lineOf, rowText } from './row-text.ts'

/** The widest column shows no more. */
const CELL_CHARACTERS = 240

/** rowCell gives what a column shows of one field of a record; a name that is no path is missing everywhere. */
export function rowCell(record: KafkaRecord, name: string): RowCell {
  const path = parseFieldPath(name)
  return path === null ? { type: 'missing' } : cellAt(record, path)
}

function cellAt(record: KafkaRecord, path: FieldPath): RowCell {
  if (path.of === 'header') {
    // Of a name that comes twice the last one counts, as it does for Kafka's own clients.
    const header = record.headers.findLast(([name]) => name === path.name)
    return header === undefined ? { type: 'missing' } : bytesCell(header[1])
  }
  const bytes = record[path.of]
  if (path.steps.length === 0) return bytesCell(bytes)
  if (bytes === null) return { type: 'missing' }
  const decoded = decodedJson(bytes)
  const text = decoded ?? ('text' in bytes ? bytes.text : null)
  if (text === null) return { type: 'missing' }
  // What was decoded is whole JSON, even where a part of it was left out.
  const truncated = decoded === null && bytes.truncated === true
  const finding = findInJson(text, path.steps, truncated)
  return finding.type === 'found' ? jsonCell(text.slice(finding.from, finding.to), !finding.whole) : finding
}

function bytesCell(bytes: Bytes | null): RowCell {
  return bytes === null ? { type: 'null' } : { type: 'bytes', content: rowText(bytes, CELL_CHARACTERS) }
}

/** The text of a value as a cell; `more`: only its beginning is here. */
function jsonCell(source: string, more: boolean): RowCell {
  const [first = ''] = source
  if (first === '"')
    return { type: 'string', content: lineOf(readString(source, more), CELL_CHARACTERS, more) }
  const content = lineOf(source, CELL_CHARACTERS, more)
  if (first === '{' || first === '[') return { type: 'branch', content }
  if (source === 'null') return { type: 'null' }
  return { type: source === 'true' || source === 'false' ? 'boolean' : 'number', content }
}

/** Of a string that was cut off, what stands before the cut, without half of an escape. */
function readString(source: string, more: boolean): string {
  try {
    return JSON.parse(more ? `${source.replace(/\\(u[0-9A-Fa-f]{0,3})?$/, '')}"` : source) as string
  } catch {
    return source.slice(1)
  }
}
