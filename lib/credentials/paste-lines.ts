import { MAX_PASTE_BYTES } from '#lib/shared/profile.ts'

/** PasteLine is one line of the paste with its number there, which stays true whatever is cut around it. */
export interface PasteLine {
  readonly text: string
  readonly number: number
}

const BYTE_ORDER_MARK = '\uFEFF'
/** ECMA-48: CSI sequences (colours, cursor), OSC strings (titles, links), and two-character escapes. */
const ESCAPES =
  /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|\u001B\][^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)|\u001B[()][0-9A-B]|\u001B[=>78cDEHMNOZ]/g

/** isTooLarge applies R1 (64 KiB of UTF-8) without making a second copy of a huge text. */
export function isTooLarge(text: string): boolean {
  if (text.length > MAX_PASTE_BYTES) return true
  return new TextEncoder().encode(text).length > MAX_PASTE_BYTES
}

/** decodePaste turns a file's bytes into text by its byte order mark: UTF-8 (also without one), UTF-16LE, UTF-16BE. */
export function decodePaste(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder('utf-8').decode(bytes)
}

/**
 * pasteLines cuts the text into lines, without byte order marks, terminal escapes and carriage returns.
 * Text that a tool read as UTF-8 although it was UTF-16LE (every second character a NUL) is mended first.
 */
export function pasteLines(text: string): PasteLine[] {
  const decoded = isMisreadUtf16(text)
    ? text.replaceAll('\0', '').replace(/^(?:\uFFFD|\u00FF\u00FE)+/, '')
    : text
  const plain = decoded.replaceAll(BYTE_ORDER_MARK, '').replace(ESCAPES, '')
  return plain.split(/\r\n|\n|\r/).map((line, index) => ({ text: line, number: index + 1 }))
}

function isMisreadUtf16(text: string): boolean {
  const start = /^(?:\uFFFD|\u00FF\u00FE)+/.exec(text)?.[0].length
  if (start === undefined) return false
  for (let at = start; at < text.length; at += 2) {
    if (text[at] === '\0' || (at + 1 < text.length && text[at + 1] !== '\0')) return false
  }
  return text.length > start
}
