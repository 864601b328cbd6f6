import { BSON, Long } from 'mongodb'

/** TestDocument is a document of the test application, or of anybody who writes JSON objects. */
export interface TestDocument {
  /** A text in the test application; somebody else's may be whatever JSON holds, which nothing here looks into. */
  readonly _id: string
  readonly [field: string]: unknown
}

export interface ConsumedFacts {
  readonly destination: string
  readonly consumerGroup: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** The document's id when it brings none. */
  readonly id: string
}

/**
 * consumedDocument makes what the test application's consumer stores of a record: its fields, `timestamp` rewritten to
 * now in seconds, `destination` and `consumer_group` added. Null when the text is no JSON object.
 */
export function consumedDocument(text: string, facts: ConsumedFacts): TestDocument | null {
  const document = producedDocument(text, facts.id)
  return (
    document && {
      ...document,
      timestamp: facts.now / 1000,
      destination: facts.destination,
      consumer_group: facts.consumerGroup,
    }
  )
}

/**
 * producedDocument makes what the test application's producer stores of a record: its value. `id` is the document's when
 * it brings none. Null when the text is no JSON object.
 */
export function producedDocument(text: string, id: string): TestDocument | null {
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const content = value as Readonly<Record<string, unknown>>
  return { ...content, _id: (content['_id'] as string | null | undefined) ?? id }
}

function parse(text: string): unknown {
  // The whole comes last. It is a document whatever it looks like, so that it stays as it is.
  let whole: unknown = null
  try {
    // The third argument is newer than the types: how a number was written.
    JSON.parse(text, (_name, value: unknown, ...[written]: { readonly source?: string }[]) => {
      whole = value
      return typeof value === 'number' ? exact(value, written?.source ?? '') : typed(value)
    })
    return whole
  } catch {
    return null
  }
}

const INTEGER = /^-?\d+$/
const DOUBLE = /^(?:NaN|-?Infinity|-?\d+(?:\.\d*)?(?:e[+-]?\d+)?)$/i
const DATE = /^\d{4}-\d{2}-\d{2}T/

/** The one name in an object that is a value of BSON’s own, such as `{"$oid":"…"}`, and whether BSON reads all of it. */
const TYPED: ReadonlyMap<string, (held: unknown) => boolean> = new Map<string, (held: unknown) => boolean>([
  ['$oid', isText],
  ['$date', (held) => typeof held === 'number' || (isText(held) && DATE.test(held))],
  ['$uuid', isText],
  ['$binary', (held) => hasOnly(held, ['base64', 'subType'])],
  ['$timestamp', (held) => hasOnly(held, ['i', 't'])],
  ['$regularExpression', (held) => hasOnly(held, ['options', 'pattern'])],
  // BSON’s reader takes the digits at the beginning, and NaN for what has none.
  ['$numberInt', (held) => isText(held) && INTEGER.test(held) && (Number(held) | 0) === Number(held)],
  ['$numberDouble', (held) => isText(held) && DOUBLE.test(held)],
  ['$numberDecimal', isText],
])

function isText(held: unknown): held is string {
  return typeof held === 'string'
}

function hasOnly(held: unknown, names: readonly string[]): boolean {
  if (typeof held !== 'object' || held === null) return false
  const found = Object.keys(held)
  return found.length === names.length && names.every((name) => Object.hasOwn(held, name))
}

/** A document that came out of MongoDB goes in as it was; what is not right stays the object that it is. */
function typed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Long)
    return value
  const entries: readonly [string, unknown][] = Object.entries(value)
  const [only] = entries
  if (only === undefined || entries.length > 1) return value
  const [name, held] = only
  if (name === '$numberLong') return long(held) ?? value
  if (!TYPED.get(name)?.(held)) return value
  try {
    const { value: made } = BSON.EJSON.deserialize({ value }, { relaxed: true }) as { value: unknown }
    return made instanceof Date && Number.isNaN(made.getTime()) ? value : made
  } catch {
    return value
  }
}

/** BSON’s reader would round what is beyond 2^53, and wrap around beyond 2^63. */
function long(held: unknown): number | Long | null {
  if (!isText(held) || !INTEGER.test(held)) return null
  const made = exact(Number(held), held)
  return made instanceof Long || Number.isSafeInteger(made) ? made : null
}

/** An integer beyond 2^53 is a 64-bit one to Python's driver, too; what is longer still becomes a double. */
function exact(value: number, source: string): number | Long {
  if (Number.isSafeInteger(value) || !/^-?\d{16,19}$/.test(source)) return value
  const long = Long.fromString(source)
  return long.toString() === source ? long : value
}
