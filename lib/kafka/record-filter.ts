import { FilterRunError } from '#lib/records/cel-environment.ts'
import { compileExpression } from '#lib/records/filter-expression.ts'
import { compileRegex } from '#lib/records/filter-regex.ts'
import { regexTexts } from '#lib/records/regex-texts.ts'
import { betterOf, type RequiredTexts } from '#lib/records/required-texts.ts'
import type { FilterSpec } from '#lib/shared/filter.ts'
import type { FilterFailures } from './filter-failures.ts'
import { KafkaError } from './kafka-error.ts'
import type { BatchHeader, RecordCursor } from './record-batch.ts'
import type { RecordDecoder } from './record-decoder.ts'
import { RecordExpression } from './record-expression.ts'
import { RecordFields } from './record-fields.ts'
import { anyCaseSearch, type ByteSearch, exactSearch, needlesOf } from './record-filter-search.ts'

export interface RecordFilterOptions {
  readonly topic: string
  /** What makes of keys and values what an expression sees, where they are neither JSON nor text. */
  readonly decoder?: RecordDecoder | null
}

type Condition = (record: RecordCursor, batch: BatchHeader, partition: number) => boolean

/**
 * RecordFilter tells which records match a FilterSpec. A whole unpacked batch is searched at once for bytes that every
 * match must hold (`nextHit`); only a hit is looked at record by record (`matches`). A record on which the expression
 * fails does not match, and is counted.
 */
export class RecordFilter {
  readonly #search: ByteSearch | null
  readonly #conditions: readonly Condition[]
  /** The parts that the expression sees decoded, when the search knows only how they would be written as text. */
  readonly #hidden: readonly ('key' | 'value')[]
  readonly #decoder: RecordDecoder | null
  #errors = 0
  #firstError: string | null = null

  /** Throws KafkaError `bad_request` for a pattern or an expression that is not right: findFilterIssues tells before. */
  constructor(spec: FilterSpec, options: RecordFilterOptions = { topic: '' }) {
    const anyCase = spec.case === 'insensitive'
    const fields = new RecordFields(spec.in)
    const conditions: Condition[] = []
    let search: ByteSearch | null = null
    let texts: RequiredTexts | null = null
    let hidden: ('key' | 'value')[] = []
    const { topic, decoder = null } = options
    if (spec.text !== undefined) {
      const found = anyCase ? anyCaseSearch([spec.text]) : exactSearch(needlesOf(spec.text))
      conditions.push((record) => fields.some(record, found.found))
      search = found
    }
    if (spec.regex !== undefined) {
      const regex = compileRegex(spec.regex, anyCase)
      if (regex.fault) throw notRight(regex.fault.message)
      conditions.push((record) =>
        fields.some(record, (bytes, start, end) => regex.test(bytes.utf8Slice(start, end))),
      )
      texts = regexTexts(spec.regex, anyCase)
    }
    if (spec.expr !== undefined) {
      const expression = compileExpression(spec.expr)
      if (expression.fault) throw notRight(expression.fault.message)
      const run = new RecordExpression(expression, { topic, ...(decoder && { decoder }) })
      conditions.push((record, batch, partition) => run.matches(record, batch, partition))
      // Another format may hold a text in any form.
      const better = decoder?.forExpressions ? texts : betterOf(texts, expression.texts)
      if (decoder && !search && better !== texts) {
        hidden = (['key', 'value'] as const).filter((part) => expression.uses.has(part))
      }
      texts = better
    }
    this.#hidden = hidden
    this.#decoder = decoder
    this.#search = search ?? searchFor(texts)
    this.#conditions = conditions
  }

  /** nextHit gives where a record that may match next lies, or -1. Asking from 0 begins with a new batch. */
  nextHit(body: Buffer, from: number): number {
    return this.#search ? this.#search.nextHit(body, from) : from
  }

  /** Whether records that have no hit may match all the same: ask mayHide of each. */
  get hides(): boolean {
    return this.#hidden.length > 0
  }

  /** mayHide tells whether a part of the record that the expression looks at is perhaps no text, to be decoded first. */
  mayHide(record: RecordCursor): boolean {
    const { buffer, keyStart, keyEnd, valueStart, valueEnd } = record
    return this.#hidden.some((part) => {
      const [start, end] = part === 'key' ? [keyStart, keyEnd] : [valueStart, valueEnd]
      return end > start && this.#decoder?.mayBeBinary(part, buffer[start] ?? 0, end - start)
    })
  }

  /** The records on which the expression failed, and the first failure, which quotes no record. */
  get failures(): FilterFailures {
    return this.#errors === 0 ? {} : { filterErrors: this.#errors, filterErrorSample: this.#firstError ?? '' }
  }

  matches(record: RecordCursor, batch: BatchHeader, partition: number): boolean {
    try {
      return this.#conditions.every((condition) => condition(record, batch, partition))
    } catch (error) {
      if (!(error instanceof FilterRunError)) throw error
      this.#errors++
      this.#firstError ??= error.message
      return false
    }
  }
}

function searchFor(texts: RequiredTexts | null): ByteSearch | null {
  if (!texts) return null
  if (texts.anyCase) return anyCaseSearch(texts.any)
  return exactSearch(texts.any.map((text) => Buffer.from(text, 'utf8')))
}

function notRight(message: string): KafkaError {
  return new KafkaError({
    code: 'bad_request',
    message: `The filter is not right: ${message}`,
    advice: 'Change the filter.',
    retriable: false,
  })
}
