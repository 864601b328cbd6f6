import type { Bytes, KafkaRecord } from '#lib/shared/record.ts'
import type { RecordRow, RowText } from './protocol.ts'

/** A row is one line; more than this is not seen on the widest screen. */
const ROW_CHARACTERS = 320
const ROW_KEY_CHARACTERS = 80
const ROW_BINARY_BYTES = 48

/** recordRow gives what the list shows of a record. */
export function recordRow(sequence: number, record: KafkaRecord): RecordRow {
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
    control: record.control ?? null,
  }
}

function rowText(bytes: Bytes, limit: number): RowText {
  const truncated = bytes.truncated === true
  if ('text' in bytes) {
    const cut = bytes.text.length > limit
    return {
      text: oneLine(cut ? sliceWhole(bytes.text, limit) : bytes.text),
      binary: false,
      cut: cut || truncated,
    }
  }
  // Four characters of base64 are three bytes.
  const part = bytes.base64.slice(0, Math.ceil(ROW_BINARY_BYTES / 3) * 4)
  const hex = Array.from(atob(part), (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join(' ')
  return { text: hex, binary: true, cut: truncated || part.length < bytes.base64.length }
}

/** Line breaks and other control characters as their pictures, so that a row stays a line and nothing hides. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f]/g, (char) =>
    char === '\u007f' ? '\u2421' : String.fromCharCode(0x2400 + char.charCodeAt(0)),
  )
}

/** sliceWhole cuts without leaving half of a surrogate pair. */
function sliceWhole(text: string, limit: number): string {
  const last = text.charCodeAt(limit - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit)
}
