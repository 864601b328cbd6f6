import { type DecodedValue, DecodeFailure } from './decoded-value.ts'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** As deep as any other format may nest; the engine's parser has no limit of its own. */
const MAX_DEPTH = 100

/** decodeText gives bytes as UTF-8 text. Throws DecodeFailure, saying where they are none. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes)
  } catch {
    throw new DecodeFailure(`not UTF-8 at byte ${validUtf8(bytes)}`)
  }
}

/** validUtf8 counts the bytes at the beginning that are whole UTF-8 characters. */
function validUtf8(bytes: Uint8Array): number {
  let low = 0
  let high = bytes.length
  const streaming = { stream: true }
  // A longer beginning is valid only when every shorter one is, apart from its last character being cut.
  while (low < high) {
    const middle = (low + high + 1) >> 1
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle), streaming)
      low = middle
    } catch {
      high = middle - 1
    }
  }
  return low
}

/** decodeJson reads JSON text, integers beyond 2^53 with all their digits. Throws DecodeFailure. */
export function decodeJson(bytes: Uint8Array): DecodedValue {
  const text = decodeText(bytes)
  let value: DecodedValue
  try {
    value = JSON.parse(text, exactNumber) as DecodedValue
  } catch (error) {
    const at = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined
    throw new DecodeFailure(at === undefined ? 'not JSON: it ends too early' : `not JSON at character ${at}`)
  }
  requireDepth(value, MAX_DEPTH)
  return value
}

/** exactNumber is a reviver for JSON.parse: integers beyond 2^53 become bigints. */
export function exactNumber(_name: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || context?.source === undefined) return value
  return /^-?\d{16,1000}$/.test(context.source) ? BigInt(context.source) : value
}

function requireDepth(value: DecodedValue, left: number): void {
  if (typeof value !== 'object' || value === null) return
  if (left === 0) throw new DecodeFailure(`it is nested deeper than ${MAX_DEPTH} levels`)
  for (const inner of Object.values(value)) requireDepth(inner, left - 1)
}
