import { isUtf8 } from 'node:buffer'

/** What decoding puts where bytes are no UTF-8; it may also stand there rightly. */
const REPLACEMENT = '\ufffd'
/** Line ends to some readers of text, though not to JSON: NEL, U+2028 and U+2029. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g

/** jsonOfText gives a JSON string that stays on one line for everybody. */
export function jsonOfText(text: string): string {
  return JSON.stringify(text).replace(LINE_ENDS, unicodeEscape)
}

/**
 * jsonOfBytes gives `null` (when `end` is -1), `{"text":…}` when the bytes are valid UTF-8, else `{"base64":…}`; of more
 * than `maxBytes` only the beginning, with `"truncated":true`, and never half of a character. Measured on 200-byte JSON
 * values: letting the engine decode and escape takes half the time of a loop over the bytes in JavaScript.
 */
export function jsonOfBytes(source: Buffer, start: number, end: number, maxBytes: number): string {
  if (end < start) return 'null'
  const truncated = end - start > maxBytes
  const limit = truncated ? wholeCharacters(source, start, start + maxBytes) : end
  const mark = truncated ? ',"truncated":true}' : '}'
  const text = source.utf8Slice(start, limit)
  if (text.includes(REPLACEMENT) && !isUtf8(source.subarray(start, limit))) {
    return `{"base64":"${source.base64Slice(start, truncated ? start + maxBytes : end)}"${mark}`
  }
  // As many characters as bytes: all ASCII.
  const json = text.length === limit - start ? JSON.stringify(text) : jsonOfText(text)
  return `{"text":${json}${mark}`
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** wholeCharacters moves a limit back to the end of the last whole UTF-8 character before it. */
function wholeCharacters(source: Buffer, start: number, limit: number): number {
  for (let back = 1; back <= 3 && limit - back >= start; back++) {
    const byte = source[limit - back] ?? 0
    if (byte < 0x80) return limit
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? limit - back : limit
    }
  }
  return limit
}
