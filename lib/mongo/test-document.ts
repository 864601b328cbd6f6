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
  try {
    // The third argument is newer than the types: how a number was written.
    return JSON.parse(text, (_name, value: unknown, ...[written]: { readonly source?: string }[]) =>
      typeof value === 'number' ? exact(value, written?.source ?? '') : typed(value),
    )
  } catch {
    return null
  }
}

/** What Extended JSON begins an object with that is a value of BSON’s own, such as `{"$oid":"…"}`. */
const TYPED: ReadonlySet<string> = new Set([
  ...['$oid', '$date', '$binary', '$uuid', '$timestamp', '$regularExpression'],
  ...['$numberLong', '$numberInt', '$numberDouble', '$numberDecimal'],
])

/** A document that came out of MongoDB goes in as it was; what is not right stays the object that it is. */
function typed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Long)
    return value
  const [first] = Object.keys(value)
  if (first === undefined || !TYPED.has(first)) return value
  try {
    const { value: made } = BSON.EJSON.deserialize({ value }, { relaxed: true }) as { value: unknown }
    return made instanceof Date && Number.isNaN(made.getTime()) ? value : made
  } catch {
    return value
  }
}

/** An integer beyond 2^53 is a 64-bit one to Python's driver, too; what is longer still becomes a double. */
function exact(value: number, source: string): unknown {
  if (Number.isSafeInteger(value) || !/^-?\d{16,19}$/.test(source)) return value
  const long = Long.fromString(source)
  return long.toString() === source ? long : value
}
