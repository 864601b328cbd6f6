import { HeaderCursor, type RecordCursor } from './record-batch.ts'

export type FilterField = 'key' | 'value' | 'headers'

export interface TextFilter {
  readonly text: string
  readonly in: readonly FilterField[]
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

/**
 * RecordFilter finds a text in the bytes of records, case-sensitively, in key, value, header names or header values.
 * A whole unpacked batch is searched at once (`nextHit`); only a hit is looked at record by record (`matches`).
 */
export class RecordFilter {
  readonly #needles: readonly Buffer[]
  readonly #inKey: boolean
  readonly #inValue: boolean
  readonly #inHeaders: boolean
  readonly #headers = new HeaderCursor()

  constructor({ text, in: fields }: TextFilter) {
    this.#needles = needlesOf(text)
    this.#inKey = fields.includes('key')
    this.#inValue = fields.includes('value')
    this.#inHeaders = fields.includes('headers')
  }

  /** nextHit gives where the text next occurs, in any form and any field, or -1. It may be in no field at all. */
  nextHit(body: Buffer, from: number): number {
    let first = -1
    for (const needle of this.#needles) {
      const hit = body.indexOf(needle, from)
      if (hit >= 0 && (first < 0 || hit < first)) first = hit
    }
    return first
  }

  /** matches tells whether the text stands in one of the chosen fields of this record. */
  matches(record: RecordCursor): boolean {
    const { buffer } = record
    if (this.#inValue && this.#contains(buffer, record.valueStart, record.valueEnd)) return true
    if (this.#inKey && this.#contains(buffer, record.keyStart, record.keyEnd)) return true
    if (!this.#inHeaders || record.headerCount === 0) return false
    const headers = this.#headers
    headers.reset(record)
    while (headers.next()) {
      if (this.#contains(buffer, headers.nameStart, headers.nameEnd)) return true
      if (this.#contains(buffer, headers.valueStart, headers.valueEnd)) return true
    }
    return false
  }

  #contains(buffer: Buffer, start: number, end: number): boolean {
    if (end < start) return false
    const field = buffer.subarray(start, end)
    return this.#needles.some((needle) => field.includes(needle))
  }
}
