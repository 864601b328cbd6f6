import { BSON } from 'mongodb'
import { isOfBson } from './document-json.ts'
import { MongoAccessError } from './mongo-error.ts'

/** An id is a text or 12 bytes; one that is longer can't be gone on after. */
const MAX_ID_TEXT = 1_000

/** In the order in which MongoDB sorts ids of different types; arrays and regular expressions can't be ids. */
const ORDER = [
  'null',
  'number',
  'string',
  'object',
  'binData',
  'objectId',
  'bool',
  'date',
  'timestamp',
] as const

/**
 * documentIdText writes an `_id` as canonical Extended JSON; null for one that is too long to be kept, or of a type that
 * can't be gone on after.
 */
export function documentIdText(id: unknown): string | null {
  if (typeOf(id) === null || !isWritable(id)) return null
  const text = BSON.EJSON.stringify(id, { relaxed: false })
  return text.length <= MAX_ID_TEXT ? text : null
}

/** readDocumentId is the way back. Throws MongoAccessError for a text that is no id. */
export function readDocumentId(text: string): unknown {
  try {
    const id: unknown = BSON.EJSON.parse(text, { relaxed: false })
    if (typeOf(id) !== null && isWritable(id)) return id
  } catch {
    // Told below.
  }
  throw new MongoAccessError({
    code: 'unprocessable',
    message: 'The place to go on after is no _id.',
    advice: 'It is Extended JSON, such as "a text" or {"$oid":"65f0c0ffee65f0c0ffee65f0"}.',
  })
}

/**
 * filterAfter finds the documents after one, in the order of `_id`: a comparison alone finds none of another type. Throws
 * MongoAccessError for a type whose place in that order is not known here, since any filter would begin anew.
 */
export function filterAfter(id: unknown): object {
  const type = typeOf(id)
  if (type === null || !isWritable(id))
    throw new MongoAccessError({
      code: 'unprocessable',
      message: 'The reading broke off after an _id of a rare type, and can’t go on after it.',
      advice: 'Run the job anew; ids that are texts, numbers, object ids or dates can be gone on after.',
    })
  const later = ORDER.slice(ORDER.indexOf(type) + 1)
  return { $or: [{ _id: { $gt: id } }, ...later.map((each) => ({ _id: { $type: each } }))] }
}

function typeOf(id: unknown): (typeof ORDER)[number] | null {
  if (id === null) return 'null'
  if (typeof id === 'string') return 'string'
  if (typeof id === 'boolean') return 'bool'
  if (typeof id === 'number') return 'number'
  if (id instanceof Date) return 'date'
  if (typeof id !== 'object' || Array.isArray(id) || id instanceof RegExp) return null
  return isOfBson(id) ? (bsonTypes.get(id._bsontype) ?? null) : 'object'
}

/** An object may hold a field that BSON’s writer takes for a sign of its own. */
function isWritable(id: unknown): boolean {
  try {
    BSON.serialize({ id })
    return true
  } catch {
    return false
  }
}

const bsonTypes = new Map<unknown, (typeof ORDER)[number]>([
  ['Long', 'number'],
  ['Int32', 'number'],
  ['Double', 'number'],
  ['Decimal128', 'number'],
  ['Binary', 'binData'],
  ['ObjectId', 'objectId'],
  ['Timestamp', 'timestamp'],
  // Stored as the object that it refers by.
  ['DBRef', 'object'],
])
