import { FilterRunError } from '#lib/records/cel-environment.ts'
import { compileExpression } from '#lib/records/filter-expression.ts'
import { compileRegex } from '#lib/records/filter-regex.ts'
import { regexTexts } from '#lib/records/regex-texts.ts'
import { betterOf, type RequiredTexts } from '#lib/records/required-texts.ts'
import type { FilterSpec } from '#lib/shared/filter.ts'
import type { FilterFailures } from './filter-failures.ts'
import { KafkaError } from './kafka-error.ts'
import type { BatchHeader, RecordCursor } from './record-batch.ts'
import { type DecodePart, RecordExpression } from './record-expression.ts'
import { RecordFields } from './record-fields.ts'
import { anyCaseSearch, type ByteSearch, exactSearch, needlesOf } from './record-filter-search.ts'

export interface RecordFilterOptions {
  readonly topic: string
  /** What keys and values are to an expression, where they are neither JSON nor text. */
  readonly decode?: DecodePart
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
  #errors = 0
  #firstError: string | null = null

  /** Throws KafkaError `bad_request` for a pattern or an expression that is not right: findFilterIssues tells before. */
  constructor(spec: FilterSpec, options: RecordFilterOptions = { topic: '' }) {
    const anyCase = spec.case === 'insensitive'
    const fields = new RecordFields(spec.in)
    const conditions: Condition[] = []
    let search: ByteSearch | null = null
    let texts: RequiredTexts | null = null
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
      const run = new RecordExpression(expression, options)
      conditions.push((record, batch, partition) => run.matches(record, batch, partition))
      // Another format may hold a text in any form.
      if (!options.decode) texts = betterOf(texts, expression.texts)
    }
    this.#search = search ?? searchFor(texts)
    this.#conditions = conditions
  }

  /** nextHit gives where a record that may match next lies, or -1. Asking from 0 begins with a new batch. */
  nextHit(body: Buffer, from: number): number {
    return this.#search ? this.#search.nextHit(body, from) : from
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
