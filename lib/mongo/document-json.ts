import { BSON, Long, Timestamp } from 'mongodb'

/** JSON.rawJSON is newer than the types. */
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown }

/**
 * documentJson writes a document as JSON: what JSON has as it is, 64-bit integers with all their digits, and everything
 * else as MongoDB's Extended JSON has it (relaxed), such as `{"$oid":"…"}` and `{"$date":"…"}`.
 */
export function documentJson(document: object): string {
  return JSON.stringify(plain(document))
}

function plain(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : extended(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(plain)
  // A timestamp of MongoDB's is made of a Long, and is none.
  if (value instanceof Long && !(value instanceof Timestamp)) return rawJSON(value.toString())
  if (value instanceof Date || value instanceof RegExp || '_bsontype' in value) return extended(value)
  // No prototype: a field may be named __proto__.
  const copy = Object.create(null) as Record<string, unknown>
  for (const [name, field] of Object.entries(value)) copy[name] = plain(field)
  return copy
}

/** A document holds no undefined: BSON’s is read as null. */
const extended = (value: unknown): unknown => BSON.EJSON.serialize({ value }, { relaxed: true })['value']
