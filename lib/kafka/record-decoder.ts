import { compileSchema, type SchemaSource } from '#lib/records/decoders/compiled-schema.ts'
import {
  type DecodeContext,
  decode,
  neededSchema,
  type UploadedSchema,
} from '#lib/records/decoders/decode.ts'
import { jsonOfDecoded } from '#lib/records/decoders/json-of-decoded.ts'
import { SchemaProblem } from '#lib/records/decoders/schema-problem.ts'
import type { Attempt, Decoder } from '#lib/shared/decoder.ts'
import { jsonOfText } from './json-of-bytes.ts'
import type { RecordCursor } from './record-batch.ts'

/** DecodePlan says how keys and values are to be read. Plain data, so that it can cross into a worker thread. */
export interface DecodePlan {
  readonly key: Decoder
  readonly value: Decoder
  /** The topic's uploaded schemas, the newest first. */
  readonly schemas: readonly PlannedSchema[]
  /** Also of what was decoded, say what was tried before. */
  readonly explain: boolean
}

export interface PlannedSchema extends SchemaSource {
  readonly id: string
}

/** SchemaLookup knows a registry's schemas: `find` at once, `ask` before. */
export interface SchemaLookup extends NonNullable<DecodeContext['registry']> {
  ask(id: number): Promise<void>
}

/** Below this a byte begins no text, but numbers and Confluent's frame mostly do. */
const FIRST_TEXT_BYTE = 9
const UUID_BYTES = 16

/** RecordDecoder reads the keys and values of one reading as its plan says. */
export class RecordDecoder {
  readonly #plan: DecodePlan
  readonly #topic: string
  readonly #registry: SchemaLookup | null
  readonly #schemas: readonly UploadedSchema[]

  constructor(topic: string, plan: DecodePlan, registry: SchemaLookup | null) {
    this.#topic = topic
    this.#plan = plan
    this.#registry = registry
    this.#schemas = plan.schemas.map(compiled)
  }

  /**
   * Whether every record must be decoded before an expression can tell. With `auto` and no schemas most are JSON and
   * text, which can be searched for as bytes: ten times as quick, and what nearly all topics hold.
   */
  get forExpressions(): boolean {
    const { key, value, schemas } = this.#plan
    const readAsBytes = new Set<Decoder>(['auto', 'text', 'json'])
    return !readAsBytes.has(key) || !readAsBytes.has(value) || schemas.length > 0 || this.#registry !== null
  }

  /** mayBeBinary tells whether a part is perhaps none of JSON and text, by a look at its first byte. */
  mayBeBinary(part: 'key' | 'value', first: number, size: number): boolean {
    return this.#plan[part] === 'auto' && !mustBeText(first, size)
  }

  /** valueOf gives a key or a value as it is decoded, as text when no decoder fits. */
  valueOf(part: 'key' | 'value', bytes: Buffer, key: Buffer | null): unknown {
    const result = decode(bytes, this.#plan[part], this.#contextOf(part, key))
    return result.decoder === null ? bytes.utf8Slice(0, bytes.length) : result.decoded
  }

  /**
   * binaryValueOf gives what a decoder other than those of JSON and text made of the bytes, undefined when none fits. A
   * key of 16 digits may be a UUID by its size, and is text: not the number that JSON makes of it.
   */
  binaryValueOf(part: 'key' | 'value', bytes: Buffer, key: Buffer | null): unknown {
    const result = decode(bytes, this.#plan[part], this.#contextOf(part, key))
    const isText = result.decoder === null || result.decoder === 'json' || result.decoder === 'text'
    return isText ? undefined : result.decoded
  }

  /** missing gives the schema that must be asked for before a record can be decoded, or null. Call until it is null. */
  missing(record: RecordCursor): number | null {
    if (!this.#registry) return null
    const { buffer, keyStart, keyEnd, valueStart, valueEnd } = record
    return (
      this.#missingIn('key', buffer, keyStart, keyEnd) ??
      this.#missingIn('value', buffer, valueStart, valueEnd)
    )
  }

  /**
   * added gives what stands in a record's line after its key's or value's bytes (`,"decoded":…`), or nothing. With
   * `auto`, text costs a look at its first byte. `json` is how the bytes stand there already.
   */
  added(part: 'key' | 'value', json: string, record: RecordCursor, maxCharacters: number): string {
    const { buffer, keyStart, keyEnd, valueStart, valueEnd } = record
    const start = part === 'key' ? keyStart : valueStart
    const end = part === 'key' ? keyEnd : valueEnd
    if (end <= start) return ''
    const decoder = this.#plan[part]
    if (decoder === 'auto' && !this.#plan.explain && mustBeText(buffer[start] ?? 0, end - start)) return ''
    const isText = json.startsWith('{"text"')
    if (isText && (decoder === 'text' || (decoder === 'auto' && (buffer[start] ?? 0) >= FIRST_TEXT_BYTE)))
      return ''
    if (decoder === 'base64' && !isText) return ''
    const key = keyEnd < keyStart ? null : buffer.subarray(keyStart, keyEnd)
    const result = decode(buffer.subarray(start, end), decoder, this.#contextOf(part, key))
    const { tried } = result
    if (result.decoder === null) return `,"decodeError":{"tried":${attemptsJson(tried)}}`
    // That it is text, its form says already.
    if (isText && decoder === 'auto' && (result.decoder === 'text' || result.decoder === 'json')) return ''
    const { json: decoded, cut } = jsonOfDecoded(result.decoded, maxCharacters)
    const marks = `${cut ? ',"decodedTruncated":true' : ''}${this.#plan.explain && tried.length > 0 ? `,"tried":${attemptsJson(tried)}` : ''}`
    return `,"decoded":${decoded},"decoder":${JSON.stringify(result.decoder)}${marks}`
  }

  #missingIn(part: 'key' | 'value', buffer: Buffer, start: number, end: number): number | null {
    if (end <= start || buffer[start] !== 0) return null
    return neededSchema(buffer.subarray(start, end), this.#plan[part], this.#contextOf(part, null))
  }

  #contextOf(part: 'key' | 'value', key: Buffer | null): DecodeContext {
    return { topic: this.#topic, part, key, schemas: this.#schemas, registry: this.#registry }
  }
}

/**
 * Nothing but text begins so, among what `auto` knows: a look at one byte instead of at all of a long text. That the
 * rest is no text is seen from its base64, and explained where one record is asked for.
 */
function mustBeText(first: number, size: number): boolean {
  return first >= FIRST_TEXT_BYTE && first < 0x80 && size !== UUID_BYTES
}

function compiled({ id, ...source }: PlannedSchema): UploadedSchema {
  try {
    return { id, schema: compileSchema(source) }
  } catch (error) {
    const reason = error instanceof SchemaProblem ? error.message : 'the schema can’t be read'
    return { id, schema: { kind: 'broken', reason } }
  }
}

function attemptsJson(tried: readonly Attempt[]): string {
  const items = tried.map(
    ({ decoder, reason }) => `{"decoder":${JSON.stringify(decoder)},"reason":${jsonOfText(reason)}}`,
  )
  return `[${items.join(',')}]`
}
