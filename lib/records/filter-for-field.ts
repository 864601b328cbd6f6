/** FieldPath names a field of a record from its root: `['value', 'order', 'lines', 0]`, `['headers', 'trace']`, `['key']`. */
export type FieldPath = readonly [root: string, ...steps: (string | number)[]]

/** What CEL reads as a name after a dot; anything else stands in brackets. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
const RESERVED = new Set(
  'as break const continue else false for function if import in let loop namespace null package prototype return true var void while __proto__ constructor'.split(
    ' ',
  ),
)

const MAX_INT = 2n ** 63n - 1n
const MAX_UINT = 2n ** 64n - 1n

/** fieldOf writes a path as an expression: `value.order["item id"]`; a header's name stands in brackets always. */
export function fieldOf([root, ...steps]: FieldPath): string {
  return steps.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    return root !== 'headers' && NAME.test(step) && !RESERVED.has(step)
      ? `${text}.${step}`
      : `${text}[${quoted(step)}]`
  }, root)
}

/**
 * filterForField adds `value.a.b == "x"` to the expression that is there, so that both must hold; the same condition
 * is not added twice. Of an object or a list only that it is there is asked. Pure; the result is a right expression
 * when `current` is one.
 */
export function filterForField(path: FieldPath, value: unknown, current: string): string {
  const condition =
    typeof value === 'object' && value !== null
      ? `${fieldOf(path)} != null`
      : `${fieldOf(path)} == ${literalOf(value)}`
  const present = current.trim()
  if (present === '') return condition
  if (present.split(' && ').includes(condition)) return present
  // Only these two bind weaker than `&&`.
  return /\|\||\?/.test(present) ? `(${present}) && ${condition}` : `${present} && ${condition}`
}

function literalOf(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'bigint') return integerOf(value)
  if (typeof value === 'number') return Number.isInteger(value) ? integerOf(BigInt(value)) : String(value)
  return typeof value === 'boolean' ? String(value) : 'null'
}

/** CEL's integers have 64 bits; a larger one is only near, as a double. */
function integerOf(value: bigint): string {
  if (value >= -MAX_INT && value <= MAX_INT) return String(value)
  return value > 0n && value <= MAX_UINT ? `${value}u` : `double("${value}")`
}

/** A string of JSON is one of CEL too, but for a few characters that are better seen than guessed at. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u00a0\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
