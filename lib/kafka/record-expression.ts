import { FilterRunError } from '#lib/records/cel-environment.ts'
import type { CompiledExpression, ExpressionContext } from '#lib/records/filter-expression.ts'
import { parseJson } from '#lib/records/parse-json.ts'
import { type BatchHeader, HeaderCursor, type RecordCursor } from './record-batch.ts'
import type { RecordDecoder } from './record-decoder.ts'

/** To read a larger value as JSON takes longer than anybody's live view should wait for another's filter. */
const MAX_DECODED_BYTES = 1024 * 1024

export interface RecordExpressionOptions {
  readonly topic: string
  /** Default: objects and lists of JSON as such, everything else as text. */
  readonly decoder?: RecordDecoder
}

/** RecordExpression runs an expression over records. Only what the expression names is decoded. */
export class RecordExpression {
  readonly #expression: CompiledExpression
  readonly #topic: string
  readonly #decoder: RecordDecoder | null
  readonly #headers = new HeaderCursor()

  constructor(expression: CompiledExpression, { topic, decoder }: RecordExpressionOptions) {
    this.#expression = expression
    this.#topic = topic
    this.#decoder = decoder ?? null
  }

  /** matches is false too for a record without a field that is asked for. Throws FilterRunError for other failures. */
  matches(record: RecordCursor, batch: BatchHeader, partition: number): boolean {
    return this.#expression.run(this.#contextOf(record, batch, partition))
  }

  #contextOf(record: RecordCursor, batch: BatchHeader, partition: number): ExpressionContext {
    const { uses } = this.#expression
    const { keyStart, keyEnd, valueStart, valueEnd } = record
    const context: ExpressionContext = {}
    if (uses.has('value')) context.value = this.#part('value', record, valueStart, valueEnd)
    if (uses.has('key')) context.key = this.#part('key', record, keyStart, keyEnd)
    if (uses.has('headers')) context.headers = this.#firstHeaders(record)
    if (uses.has('headersAll')) context.headersAll = [...this.#allHeaders(record)]
    if (uses.has('timestamp')) context.timestamp = new Date(timestampOf(record, batch))
    if (uses.has('topic')) context.topic = this.#topic
    if (uses.has('partition')) context.partition = BigInt(partition)
    if (uses.has('offset')) context.offset = BigInt(batch.baseOffset + record.offsetDelta)
    if (uses.has('size')) context.size = BigInt(record.recordEnd - record.recordStart)
    if (uses.has('keySize')) context.keySize = BigInt(Math.max(0, keyEnd - keyStart))
    if (uses.has('valueSize')) context.valueSize = BigInt(Math.max(0, valueEnd - valueStart))
    return context
  }

  #part(part: 'key' | 'value', record: RecordCursor, start: number, end: number): unknown {
    if (end < start) return null
    const { buffer, keyStart, keyEnd } = record
    const key = keyEnd < keyStart ? null : buffer.subarray(keyStart, keyEnd)
    if (end - start > MAX_DECODED_BYTES) throw new FilterRunError(`The ${part} is larger than 1 MiB.`)
    const bytes = buffer.subarray(start, end)
    const decoder = this.#decoder
    if (decoder?.forExpressions) return decoder.valueOf(part, bytes, key)
    const binary = decoder?.mayBeBinary(part, bytes[0] ?? 0, bytes.length)
      ? decoder.binaryValueOf(part, bytes, key)
      : undefined
    return binary === undefined ? jsonOrText(bytes) : binary
  }

  #firstHeaders(record: RecordCursor): Map<string, string | null> {
    const found = new Map<string, string | null>()
    for (const { name, value } of this.#allHeaders(record)) if (!found.has(name)) found.set(name, value)
    return found
  }

  *#allHeaders(record: RecordCursor): Generator<{ name: string; value: string | null }> {
    const headers = this.#headers
    headers.reset(record)
    while (record.headerCount > 0 && headers.next()) {
      const { buffer, nameStart, nameEnd, valueStart, valueEnd } = headers
      const value = valueEnd < valueStart ? null : buffer.utf8Slice(valueStart, valueEnd)
      yield { name: buffer.utf8Slice(nameStart, nameEnd), value }
    }
  }
}

/** timestampOf gives milliseconds: the broker's where the topic says so, else the producer's. */
function timestampOf(record: RecordCursor, batch: BatchHeader): number {
  return batch.logAppendTime ? batch.maxTimestamp : batch.baseTimestamp + record.timestampDelta
}

function jsonOrText(bytes: Buffer): unknown {
  const text = bytes.utf8Slice(0, bytes.length)
  if (!/^\s*[{[]/.test(text)) return text
  try {
    return parseJson(text)
  } catch {
    // It only begins like JSON, or is nested deeper than anything can read: it is text then.
    return text
  }
}
