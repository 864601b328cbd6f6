import { BSON, Long, Timestamp } from 'mongodb'
import { MongoAccessError } from './mongo-error.ts'

/** JSON.rawJSON is newer than the types. */
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown }

/**
 * documentJson writes a document as JSON: what JSON has as it is, 64-bit integers with all their digits, and everything
 * else as MongoDB's Extended JSON has it (relaxed), such as `{"$oid":"…"}` and `{"$date":"…"}`. `number` is the document's
 * in its reading, from 0. Throws MongoAccessError, which names it, for one that can't be written.
 */
export function documentJson(document: object, number: number): string {
  try {
    return JSON.stringify(plain(document))
  } catch (error) {
    throw new MongoAccessError(
      {
        code: 'unprocessable',
        message: `Document ${number}, counted from 0, can’t be written as JSON.`,
        advice: 'It follows the last one that was written: mend it in MongoDB, then go on.',
      },
      error,
    )
  }
}

function plain(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : extended(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(plain)
  // A timestamp of MongoDB's is made of a Long, and is none.
  if (value instanceof Long && !(value instanceof Timestamp)) return rawJSON(value.toString())
  if (value instanceof Date || value instanceof RegExp || isOfBson(value)) return extended(value)
  // No prototype: a field may be named __proto__.
  const copy = Object.create(null) as Record<string, unknown>
  for (const [name, field] of Object.entries(value)) copy[name] = plain(field)
  return copy
}

/** isOfBson knows a value of BSON’s own: its kind is its class’s, and a document’s own field of that name is only data. */
export function isOfBson(value: object): value is { readonly _bsontype: unknown } {
  return '_bsontype' in value && !Object.hasOwn(value, '_bsontype')
}

/** A document holds no undefined: BSON’s is read as null. */
const extended = (value: unknown): unknown => BSON.EJSON.serialize({ value }, { relaxed: true })['value']
