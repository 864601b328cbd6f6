import type { Bytes } from '#lib/shared/record.ts'

export const HEX_LINE_BYTES = 16

/** bytesOf gives the bytes that travelled as text or base64. */
export function bytesOf(bytes: Bytes): Uint8Array {
  if ('text' in bytes) return new TextEncoder().encode(bytes.text)
  return Uint8Array.from(atob(bytes.base64), (char) => char.charCodeAt(0))
}

export interface HexLine {
  /** Place of the first byte, eight hexadecimal digits. */
  place: string
  /** Two groups of eight bytes, padded so that all lines are equally wide. */
  hex: string
  /** Printable ASCII, and a dot for everything else. */
  ascii: string
}

/** hexLine gives line `index` of a dump, sixteen bytes each; only the lines on screen are ever made. */
export function hexLine(bytes: Uint8Array, index: number): HexLine {
  const part = bytes.subarray(index * HEX_LINE_BYTES, (index + 1) * HEX_LINE_BYTES)
  let hex = ''
  let ascii = ''
  for (let at = 0; at < HEX_LINE_BYTES; at += 1) {
    const byte = part[at]
    hex += at === 8 ? '  ' : at === 0 ? '' : ' '
    hex += byte === undefined ? '  ' : byte.toString(16).padStart(2, '0')
    if (byte !== undefined) ascii += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'
  }
  return { place: (index * HEX_LINE_BYTES).toString(16).padStart(8, '0'), hex, ascii }
}
