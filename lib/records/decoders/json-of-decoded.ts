import type { DecodedValue } from './decoded-value.ts'

/** Line ends to some readers of text, though not to JSON: NEL, U+2028 and U+2029. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g
/** A text that is longer than what is left of the room is cut to this at least, so that it says something. */
const SHORT_TEXT = 64

export interface DecodedJson {
  readonly json: string
  /** Whether something was left out for want of room. */
  readonly cut: boolean
}

/**
 * jsonOfDecoded writes a value as JSON on one line, integers with all their digits. NaN and the infinities, which JSON
 * has not, become texts. Beyond about `maxCharacters` members and items are left out: what is given is always JSON.
 */
export function jsonOfDecoded(value: DecodedValue, maxCharacters = Number.POSITIVE_INFINITY): DecodedJson {
  const parts: string[] = []
  let left = maxCharacters
  let cut = false

  const put = (text: string): void => {
    parts.push(text)
    left -= text.length
  }
  const write = (item: DecodedValue): void => {
    if (typeof item === 'string') {
      if (item.length > left && item.length > SHORT_TEXT) {
        cut = true
        put(jsonOfString(`${cutWhole(item, Math.max(SHORT_TEXT, left))}…`))
      } else put(jsonOfString(item))
    } else if (typeof item === 'number') put(Number.isFinite(item) ? String(item) : `"${item}"`)
    else if (typeof item !== 'object' || item === null) put(String(item))
    else if (Array.isArray(item)) writeAll('[', ']', item, write)
    else
      writeAll('{', '}', Object.entries(item), ([name, member]) => {
        put(`${jsonOfString(name)}:`)
        write(member)
      })
  }
  function writeAll<T>(open: string, close: string, items: readonly T[], one: (item: T) => void): void {
    put(open)
    for (const [index, item] of items.entries()) {
      if (left <= 0) {
        cut = true
        break
      }
      if (index > 0) put(',')
      one(item)
    }
    put(close)
  }
  write(value)
  return { json: parts.join(''), cut }
}

function jsonOfString(text: string): string {
  return JSON.stringify(text).replace(
    LINE_ENDS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Without leaving half of a surrogate pair. */
function cutWhole(text: string, limit: number): string {
  const last = text.charCodeAt(limit - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit)
}
