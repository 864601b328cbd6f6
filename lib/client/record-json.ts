import { JsonNumber, type JsonValue, parseExactJson } from './json-tree.ts'

/**
 * parseRecordJson reads a record's JSON. What a decoder made (`decoded`) stays JSON text, so that a 64-bit integer in
 * it keeps its digits wherever it goes. Throws what JSON.parse throws.
 */
export function parseRecordJson(text: string): unknown {
  if (!text.includes('"decoded":')) return JSON.parse(text) as unknown
  const record = parseExactJson(text)
  if (!isObject(record)) return record
  for (const part of [record['key'], record['value']]) {
    if (part !== undefined && isObject(part) && part['decoded'] !== undefined)
      part['decoded'] = jsonOf(part['decoded'])
  }
  return record
}

/** decodedJson gives what a decoder made of bytes as JSON text, when parseRecordJson read them; else null. */
export function decodedJson(bytes: { readonly decoded?: unknown }): string | null {
  return typeof bytes.decoded === 'string' ? bytes.decoded : null
}

function isObject(value: JsonValue): value is { [name: string]: JsonValue } {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  )
}

function jsonOf(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.source
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${jsonOf(member)}`)
  return `{${members.join(',')}}`
}
