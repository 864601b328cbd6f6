/**
 * DecodedValue is what a decoder gives: JSON's kinds, and bigint where a number would be rounded. Bytes inside become
 * base64 text, as in the JSON form of Protobuf.
 */
export type DecodedValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | DecodedValue[]
  | { [name: string]: DecodedValue }

/** DecodeFailure says why bytes are not what a decoder takes them for. Its words quote none of the bytes. */
export class DecodeFailure extends Error {
  override readonly name = 'DecodeFailure'
}

/** putField sets a field as plain data, whatever its name is: `__proto__` must not become a prototype. */
export function putField(object: Record<string, DecodedValue>, name: string, value: DecodedValue): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
  } else {
    object[name] = value
  }
}

/** exactInteger gives a number where it is exact, else the bigint. */
export function exactInteger(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value
}

/**
 * mapOf makes an object of a map whose keys are all texts or integers and all different; else a list of
 * `{key, value}`, so that nothing is lost.
 */
export function mapOf(entries: readonly (readonly [DecodedValue, DecodedValue])[]): DecodedValue {
  const object: Record<string, DecodedValue> = {}
  const names = new Set<string>()
  for (const [key, value] of entries) {
    const name = nameOf(key)
    if (name === null || names.has(name)) return entries.map(([each, of]) => ({ key: each, value: of }))
    names.add(name)
    putField(object, name, value)
  }
  return object
}

function nameOf(key: DecodedValue): string | null {
  if (typeof key === 'string') return key
  return typeof key === 'bigint' || (typeof key === 'number' && Number.isSafeInteger(key))
    ? String(key)
    : null
}

/** scalarText gives a number, a truth value or a text as text; of anything else, nothing. */
export function scalarText(value: DecodedValue): string {
  return typeof value === 'object' ? '' : String(value)
}

/** base64Of gives bytes as base64 text. */
export function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/** uuidOf gives 16 bytes as a UUID's text. */
export function uuidOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** isoTime gives milliseconds since 1970 as ISO 8601, or the number itself beyond what a date holds. */
export function isoTime(milliseconds: number): string | number {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? milliseconds : date.toISOString()
}
