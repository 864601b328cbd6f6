import { casesOf } from '#lib/records/any-case.ts'

/** ByteSearch finds texts in bytes, whole batches at once; what it finds may lie in any field, or across two. */
export interface ByteSearch {
  /** nextHit gives where any of the texts next begins, or -1. Asking from 0 begins with new bytes. */
  nextHit: (bytes: Buffer, from: number) => number
  /** found tells whether any of the texts lies between two places. */
  found: (bytes: Buffer, start: number, end: number) => boolean
}

/** JSON writes any other character than these ASCII ones as itself, or as \uXXXX. */
function jsonEscaped(text: string, rewrite: (character: string) => string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^ -~]/gu, rewrite)
}

function unicodeEscape(character: string, upper: boolean): string {
  const units = Array.from({ length: character.length }, (_, index) => {
    const hex = character.charCodeAt(index).toString(16).padStart(4, '0')
    return `\\u${upper ? hex.toUpperCase() : hex}`
  })
  return units.join('')
}

/**
 * needlesOf gives every form in which a text may stand in a record: as it is, and as the usual JSON encoders would
 * escape it (`"` as `\"`, `/` as `\/`, `é` as `\u00e9` or `\u00E9`). For most texts that is one form.
 */
export function needlesOf(text: string): Buffer[] {
  const keep = (character: string): string => character
  const forms = new Set([
    text,
    jsonEscaped(text, keep),
    jsonEscaped(text, keep).replaceAll('/', '\\/'),
    jsonEscaped(text, (character) => unicodeEscape(character, false)),
    jsonEscaped(text, (character) => unicodeEscape(character, true)),
    jsonEscaped(text, (character) => unicodeEscape(character, false)).replaceAll('/', '\\/'),
  ])
  return [...forms].map((form) => Buffer.from(form, 'utf8'))
}

/** exactSearch looks for any of some byte strings. */
export function exactSearch(needles: readonly Buffer[]): ByteSearch {
  // Where each needle was last found: one that is nowhere is looked for once a batch, not once a record.
  const hits = needles.map(() => 0)
  return {
    nextHit: (bytes, from) => {
      let first = -1
      for (const [index, needle] of needles.entries()) {
        let hit = from === 0 ? 0 : (hits[index] ?? 0)
        if (hit >= 0 && (from === 0 || hit < from)) hit = bytes.indexOf(needle, from)
        hits[index] = hit
        if (hit >= 0 && (first < 0 || hit < first)) first = hit
      }
      return first
    },
    found: (bytes, start, end) => {
      const field = bytes.subarray(start, end)
      return needles.some((needle) => field.includes(needle))
    },
  }
}

/**
 * anyCaseSearch looks for any of some texts, in any case by Unicode's simple folding, as bytes of UTF-8 or as JSON
 * escapes them. The engine of regular expressions runs over the bytes as if each were a character: that is several times
 * as fast as folding them in a loop, and needs no copy but one. Only sets of characters follow one another: no pattern
 * here can take more than linear time.
 */
export function anyCaseSearch(texts: readonly string[]): ByteSearch {
  const pattern = new RegExp(texts.map(bytePattern).join('|'), 'g')
  let whole = ''
  return {
    nextHit: (bytes, from) => {
      if (from === 0) whole = bytes.latin1Slice(0, bytes.length)
      pattern.lastIndex = from
      return pattern.exec(whole)?.index ?? -1
    },
    found: (bytes, start, end) => {
      pattern.lastIndex = 0
      return pattern.test(bytes.latin1Slice(start, end))
    },
  }
}

function bytePattern(text: string): string {
  return Array.from(text, characterPattern).join('')
}

function characterPattern(character: string): string {
  const cases = casesOf(character)
  const plain = cases.filter((each) => each.length === 1 && each >= ' ' && each <= '~')
  const escapes: Readonly<Record<string, string>> = { '"': '\\\\"', '\\': '\\\\\\\\', '/': '\\\\/' }
  const forms = [
    ...(plain.length === 0 ? [] : [`[${plain.map(RegExp.escape).join('')}]`]),
    ...cases.filter((each) => !plain.includes(each)).flatMap(longForms),
    ...(escapes[character] === undefined ? [] : [escapes[character]]),
  ]
  return forms.length === 1 ? (forms[0] ?? '') : `(?:${forms.join('|')})`
}

/** A character as its bytes, and as the escapes that JSON has for it. */
function longForms(character: string): string[] {
  const bytes = Buffer.from(character, 'utf8').latin1Slice()
  const hex = unicodeEscape(character, false)
    .replaceAll('\\', '\\\\')
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
  const short = JSON.stringify(character).slice(1, -1)
  const named = short.length === 2 && short.startsWith('\\') ? [`\\\\${short.charAt(1)}`] : []
  return [RegExp.escape(bytes), hex, ...named]
}
