import type { FilterField } from '#lib/shared/filter.ts'
import { HeaderCursor, type RecordCursor } from './record-batch.ts'

/** RecordFields asks of the chosen fields of a record, one after the other, whether something is so. */
export class RecordFields {
  readonly #inKey: boolean
  readonly #inValue: boolean
  readonly #inHeaders: boolean
  readonly #headers = new HeaderCursor()

  constructor(fields: readonly FilterField[]) {
    this.#inKey = fields.includes('key')
    this.#inValue = fields.includes('value')
    this.#inHeaders = fields.includes('headers')
  }

  /** some stops at the first yes. Of headers, names and values are asked for; null fields are not. */
  some(record: RecordCursor, test: (bytes: Buffer, start: number, end: number) => boolean): boolean {
    const { buffer, keyStart, keyEnd, valueStart, valueEnd } = record
    if (this.#inValue && valueEnd >= valueStart && test(buffer, valueStart, valueEnd)) return true
    if (this.#inKey && keyEnd >= keyStart && test(buffer, keyStart, keyEnd)) return true
    if (!this.#inHeaders || record.headerCount === 0) return false
    const headers = this.#headers
    headers.reset(record)
    while (headers.next()) {
      if (test(buffer, headers.nameStart, headers.nameEnd)) return true
      if (headers.valueEnd >= headers.valueStart && test(buffer, headers.valueStart, headers.valueEnd))
        return true
    }
    return false
  }
}
