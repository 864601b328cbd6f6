import type { Bytes } from '#lib/shared/record.ts'
import { decodedJson } from '../record-json.ts'
import type { RowText } from './protocol.ts'

const ROW_BINARY_BYTES = 48

/** rowText gives the beginning of a key, a value or a header as one line of at most `limit` characters. */
export function rowText(bytes: Bytes, limit: number): RowText {
  const truncated = bytes.truncated === true
  const decoded = decodedJson(bytes)
  if (decoded !== null) return lineOf(decoded, limit, bytes.decodedTruncated)
  if ('text' in bytes) {
    return lineOf(bytes.text, limit, truncated)
  }
  // Four characters of base64 are three bytes.
  const part = bytes.base64.slice(0, Math.ceil(ROW_BINARY_BYTES / 3) * 4)
  const hex = Array.from(atob(part), (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join(' ')
  return { text: hex, binary: true, cut: truncated || part.length < bytes.base64.length }
}

/** lineOf gives the beginning of a text as one line; `more`: the text itself is only a beginning. */
export function lineOf(text: string, limit: number, more = false): RowText {
  const cut = text.length > limit
  return { text: oneLine(cut ? sliceWhole(text, limit) : text), binary: false, cut: cut || more }
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
