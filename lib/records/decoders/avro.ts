import type { AvroNode } from './avro-schema.ts'
import { ByteReader } from './byte-reader.ts'
import {
  base64Of,
  type DecodedValue,
  DecodeFailure,
  exactInteger,
  isoTime,
  putField,
  uuidOf,
} from './decoded-value.ts'

const DAY_MS = 86_400_000
/** A decimal of more bytes takes long to print, and nobody reads it. */
const MAX_DECIMAL_BYTES = 256

/**
 * decodeAvro reads Avro's binary form of one value from `start` to the last byte. A union gives its value alone; bytes
 * become base64; dates and timestamps ISO 8601; decimals and uuids texts. Throws DecodeFailure.
 */
export function decodeAvro(bytes: Uint8Array, schema: AvroNode, start = 0): DecodedValue {
  const reader = new ByteReader(bytes, start)
  const value = read(reader, schema)
  reader.finish()
  return value
}

function read(reader: ByteReader, node: AvroNode): DecodedValue {
  reader.value()
  switch (node.kind) {
    case 'null':
      return null
    case 'boolean': {
      const byte = reader.uint8()
      if (byte > 1) throw reader.fail('a boolean that is neither 0 nor 1')
      return byte === 1
    }
    case 'int': {
      const value = Number(reader.zigzag())
      if (value !== (value | 0)) throw reader.fail('an int of more than 32 bits')
      return node.logical === 'date' ? dateOf(value) : value
    }
    case 'long':
      return longOf(reader.zigzag(), node.logical)
    case 'float':
      return reader.float(true)
    case 'double':
      return reader.double(true)
    case 'bytes':
      return opaque(reader.take(size(reader)), node)
    case 'fixed':
      return opaque(reader.take(reader.count(node.size)), node)
    case 'string':
      return reader.text(size(reader))
    case 'enum': {
      const symbol = node.symbols[Number(reader.zigzag())]
      if (symbol === undefined) throw reader.fail(`a symbol that ${node.name} does not have`)
      return symbol
    }
    case 'union': {
      const branch = node.branches[Number(reader.zigzag())]
      if (!branch) throw reader.fail('a branch that the union does not have')
      return reader.nested(() => read(reader, branch))
    }
    case 'record':
      return reader.nested(() => {
        const object: Record<string, DecodedValue> = {}
        for (const field of node.fields) putField(object, field.name, read(reader, field.node))
        return object
      })
    case 'array':
      return reader.nested(() => {
        const items: DecodedValue[] = []
        readBlocks(reader, () => items.push(read(reader, node.items)))
        return items
      })
    case 'map':
      return reader.nested(() => {
        const object: Record<string, DecodedValue> = {}
        readBlocks(reader, () => putField(object, reader.text(size(reader)), read(reader, node.values)))
        return object
      })
  }
}

/** An item may take no byte at all (null): what bounds their number is the reader's count of values. */
function readBlocks(reader: ByteReader, readItem: () => void): void {
  for (;;) {
    reader.value()
    let count = reader.zigzag()
    if (count === 0n) return
    if (count < 0n) {
      count = -count
      reader.count(reader.zigzag())
    }
    for (let left = count; left > 0n; left--) readItem()
  }
}

function size(reader: ByteReader): number {
  return reader.count(reader.zigzag())
}

function opaque(
  bytes: Uint8Array,
  { logical, scale = 0 }: { readonly logical?: string; readonly scale?: number },
): DecodedValue {
  if (logical === 'decimal') return decimalOf(bytes, scale)
  return logical === 'uuid' && bytes.length === 16 ? uuidOf(bytes) : base64Of(bytes)
}

function dateOf(days: number): DecodedValue {
  const time = isoTime(days * DAY_MS)
  return typeof time === 'string' ? time.slice(0, time.indexOf('T')) : days
}

function longOf(value: bigint, logical: string | undefined): DecodedValue {
  if (logical?.endsWith('timestamp-millis')) return zoned(isoTime(Number(value)), logical)
  if (logical?.endsWith('timestamp-micros')) {
    const micros = ((value % 1_000_000n) + 1_000_000n) % 1_000_000n
    const time = isoTime(Number((value - micros) / 1000n))
    if (typeof time === 'number') return exactInteger(value)
    return zoned(time.replace('.000Z', `.${String(micros).padStart(6, '0')}Z`), logical)
  }
  return exactInteger(value)
}

/** A local timestamp is of no zone. */
function zoned(time: string | number, logical: string): DecodedValue {
  return typeof time === 'string' && logical.startsWith('local-') ? time.slice(0, -1) : time
}

function decimalOf(bytes: Uint8Array, scale: number): DecodedValue {
  if (bytes.length > MAX_DECIMAL_BYTES) throw new DecodeFailure(`a decimal of ${bytes.length} bytes`)
  const hex = Buffer.from(bytes).toString('hex')
  const value = bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`))
  if (!(scale > 0 && scale <= MAX_DECIMAL_BYTES)) return String(value)
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
