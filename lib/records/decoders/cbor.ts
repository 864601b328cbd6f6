import { ByteReader } from './byte-reader.ts'
import { base64Of, type DecodedValue, exactInteger, isoTime, mapOf, uuidOf } from './decoded-value.ts'

const INDEFINITE = 31
const BREAK = 0xff
const UUID_TAG = 37n
const SELF_DESCRIBED = 55799n
/** A number of more bits than this takes long to print, and nobody reads it. */
const MAX_BIG_BYTES = 1024

/**
 * decodeCbor reads one item (RFC 8949) that takes all bytes. Byte strings become base64; big numbers keep all digits;
 * dates become ISO 8601; a tag without a form of its own becomes `{tag, value}`. Throws DecodeFailure.
 */
export function decodeCbor(bytes: Uint8Array): DecodedValue {
  const reader = new ByteReader(bytes)
  const value = readItem(reader)
  reader.finish()
  return value
}

/** isCborContainer tells whether bytes begin as a map, an array, or a self-described item. */
export function isCborContainer(bytes: Uint8Array): boolean {
  const first = bytes[0] ?? 0
  if (first >= 0x80 && first <= 0xbf) return (first & 31) <= 27 || (first & 31) === INDEFINITE
  return first === 0xd9 && bytes[1] === 0xd9 && bytes[2] === 0xf7
}

function readItem(reader: ByteReader): DecodedValue {
  reader.value()
  const head = reader.uint8()
  const major = head >> 5
  const info = head & 31
  if (major === 7) return readSimple(reader, info)
  if (info === INDEFINITE) return readIndefinite(reader, major)
  const argument = readArgument(reader, info)
  switch (major) {
    case 0:
      return exactInteger(argument)
    case 1:
      return exactInteger(-1n - argument)
    case 2:
      return base64Of(reader.take(reader.count(argument)))
    case 3:
      return reader.text(reader.count(argument))
    case 4:
      return readArray(reader, reader.count(argument))
    case 5:
      return readMap(reader, reader.count(argument, 2))
    default:
      return reader.nested(() => readTagged(reader, argument))
  }
}

function readArgument(reader: ByteReader, info: number): bigint {
  if (info < 24) return BigInt(info)
  if (info === 24) return BigInt(reader.uint8())
  if (info === 25) return BigInt(reader.uint16())
  if (info === 26) return BigInt(reader.uint32())
  if (info === 27) return reader.uint64()
  reader.at--
  throw reader.fail('a mark that CBOR reserves')
}

function readSimple(reader: ByteReader, info: number): DecodedValue {
  switch (info) {
    case 20:
      return false
    case 21:
      return true
    case 22:
    case 23:
      return null
    case 25:
      return reader.float16()
    case 26:
      return reader.float()
    case 27:
      return reader.double()
  }
  if (info > 24) {
    reader.at--
    throw reader.fail('a mark that CBOR reserves')
  }
  return { simple: info === 24 ? reader.uint8() : info }
}

function readArray(reader: ByteReader, count: number): DecodedValue[] {
  return reader.nested(() => {
    const items: DecodedValue[] = []
    for (let left = count; left > 0; left--) items.push(readItem(reader))
    return items
  })
}

function readMap(reader: ByteReader, count: number): DecodedValue {
  return reader.nested(() => {
    const entries: [DecodedValue, DecodedValue][] = []
    for (let left = count; left > 0; left--) entries.push([readItem(reader), readItem(reader)])
    return mapOf(entries)
  })
}

function readIndefinite(reader: ByteReader, major: number): DecodedValue {
  if (major === 2) return base64Of(Buffer.concat(readChunks(reader, major)))
  if (major === 3) {
    const chunks = readChunks(reader, major)
    return chunks.map((chunk) => new ByteReader(chunk).text(chunk.length)).join('')
  }
  if (major !== 4 && major !== 5) {
    reader.at--
    throw reader.fail('a mark that CBOR reserves')
  }
  return reader.nested(() => {
    const items: DecodedValue[] = []
    while (!takeBreak(reader)) items.push(readItem(reader))
    if (major === 4) return items
    if (items.length % 2 === 1) throw reader.fail('a map ends after a key')
    const entries: [DecodedValue, DecodedValue][] = []
    for (let index = 0; index < items.length; index += 2) {
      entries.push([items[index] ?? null, items[index + 1] ?? null])
    }
    return mapOf(entries)
  })
}

function readChunks(reader: ByteReader, major: number): Uint8Array[] {
  const chunks: Uint8Array[] = []
  while (!takeBreak(reader)) {
    reader.value()
    const head = reader.uint8()
    if (head >> 5 !== major || (head & 31) === INDEFINITE) throw reader.fail('a chunk of another kind')
    chunks.push(reader.take(reader.count(readArgument(reader, head & 31))))
  }
  return chunks
}

function takeBreak(reader: ByteReader): boolean {
  if (reader.left === 0) throw reader.fail('the bytes end too early')
  if (reader.bytes[reader.at] !== BREAK) return false
  reader.at++
  return true
}

function readTagged(reader: ByteReader, tag: bigint): DecodedValue {
  const head = reader.bytes[reader.at] ?? 0
  const isBytes = head >> 5 === 2
  if ((tag === 2n || tag === 3n) && isBytes) {
    const big = bigOf(Buffer.from(readItem(reader) as string, 'base64'), reader)
    return exactInteger(tag === 2n ? big : -1n - big)
  }
  const value = readItem(reader)
  if (tag === SELF_DESCRIBED || (tag === 0n && typeof value === 'string')) return value
  if (tag === 1n && typeof value === 'number') return isoTime(value * 1000)
  if (tag === UUID_TAG && isBytes) {
    const bytes = Buffer.from(value as string, 'base64')
    if (bytes.length === 16) return uuidOf(bytes)
  }
  return { tag: exactInteger(tag), value }
}

function bigOf(bytes: Uint8Array, reader: ByteReader): bigint {
  if (bytes.length > MAX_BIG_BYTES) throw reader.fail(`a number of more than ${MAX_BIG_BYTES} bytes`)
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
}
