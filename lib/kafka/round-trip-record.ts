import type { OutgoingRecord } from './outgoing-record.ts'

const PADDING = ',"padding":"'
const TAIL = '"}'

/** What a record of ours says of itself. */
export interface RoundTripMark {
  /** From 0. */
  sequence: number
  /** The key's number. */
  key: number
  /** How many records of that key came before it. */
  keySequence: number
}

/**
 * RoundTripRecords makes a run's records and knows them again. The value is JSON that a person can read in the viewer,
 * with its members in a fixed order, so that it is recognised without a parser.
 */
export class RoundTripRecords {
  readonly #prefix: string
  readonly #prefixBytes: Buffer
  readonly #valueBytes: number
  readonly #keys: number

  constructor(options: { readonly runId: string; readonly valueBytes: number; readonly keys: number }) {
    this.#prefix = `{"roundTrip":"${options.runId}","sequence":`
    this.#prefixBytes = Buffer.from(this.#prefix)
    this.#valueBytes = options.valueBytes
    this.#keys = options.keys
  }

  /** make gives the record with this number; `sentAt` is milliseconds since 1970. */
  make(sequence: number, sentAt: number): OutgoingRecord {
    const key = sequence % this.#keys
    const keySequence = Math.floor(sequence / this.#keys)
    const head = `${this.#prefix}${sequence},"key":${key},"keySequence":${keySequence},"sentAt":${sentAt}`
    const padding = this.#valueBytes - head.length - PADDING.length - TAIL.length
    // ASCII throughout, so that characters are bytes.
    const value = padding < 0 ? `${head}}` : `${head}${PADDING}${'x'.repeat(padding)}${TAIL}`
    return { key: `key-${key}`, value }
  }

  /** read fills `mark` from a value; false when it is not a record of this run. */
  read(buffer: Buffer, start: number, end: number, mark: RoundTripMark): boolean {
    const prefix = this.#prefixBytes
    const from = start + prefix.length
    if (from >= end || buffer.compare(prefix, 0, prefix.length, start, from) !== 0) return false
    let at = from
    const number = (): number => {
      const first = at
      let value = 0
      for (; at < end; at++) {
        const digit = (buffer[at] ?? 0) - 48
        if (digit < 0 || digit > 9) break
        value = value * 10 + digit
      }
      return at === first ? Number.NaN : value
    }
    mark.sequence = number()
    at += ',"key":'.length
    mark.key = number()
    at += ',"keySequence":'.length
    mark.keySequence = number()
    return Number.isSafeInteger(mark.sequence + mark.key + mark.keySequence)
  }
}
