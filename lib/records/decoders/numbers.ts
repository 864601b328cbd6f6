import type { NumberDecoder } from '#lib/shared/decoder.ts'
import { ByteReader } from './byte-reader.ts'
import { type DecodedValue, DecodeFailure, exactInteger } from './decoded-value.ts'

/** decodeNumber reads exactly the bytes of one number of a fixed width. Throws DecodeFailure. */
export function decodeNumber(bytes: Uint8Array, decoder: NumberDecoder): DecodedValue {
  const little = decoder.endsWith('-le')
  const kind = little ? decoder.slice(0, -3) : decoder
  const size = sizeOf(kind)
  if (bytes.length !== size)
    throw new DecodeFailure(`${size} bytes make ${decoder}, but it has ${bytes.length}`)
  const reader = new ByteReader(bytes)
  switch (kind) {
    case 'int8':
      return reader.int8()
    case 'uint8':
      return reader.uint8()
    case 'int16':
      return reader.int16(little)
    case 'uint16':
      return reader.uint16(little)
    case 'int32':
      return reader.int32(little)
    case 'uint32':
      return reader.uint32(little)
    case 'int64':
      return exactInteger(reader.int64(little))
    case 'uint64':
      return exactInteger(reader.uint64(little))
    case 'float':
      return reader.float(little)
    default:
      return reader.double(little)
  }
}

function sizeOf(kind: string): number {
  if (kind === 'float') return 4
  if (kind === 'double') return 8
  return Number(/\d+/.exec(kind)?.[0] ?? 8) / 8
}
