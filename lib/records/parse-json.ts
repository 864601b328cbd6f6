/** A number of sixteen digits may be beyond 2^53, where doubles begin to leave integers out. */
const LONG_NUMBER = /\d{16}/
const INTEGER = /^-?\d+$/
/** The engine of expressions knows an object by what made it, so a field of this name hides what it is. */
const MISLEADING = '"constructor"'

/**
 * parseJson reads JSON as JSON.parse does, but keeps integers beyond 2^53 exact, as bigints. Throws what JSON.parse
 * throws, whose message quotes its input.
 */
export function parseJson(text: string): unknown {
  if (!LONG_NUMBER.test(text) && !text.includes(MISLEADING)) return JSON.parse(text)
  // The third argument is newer than the types: how a number was written.
  return JSON.parse(text, (_key, value: unknown, ...[written]: { readonly source?: string }[]) => {
    if (typeof value === 'number') return exact(value, written?.source ?? '')
    if (typeof value === 'object' && value !== null && Object.hasOwn(value, 'constructor'))
      return new Map(Object.entries(value))
    return value
  })
}

function exact(value: number, source: string): number | bigint {
  return Number.isSafeInteger(value) || !INTEGER.test(source) ? value : BigInt(source)
}
