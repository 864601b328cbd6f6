import { ByteReader } from './byte-reader.ts'
import { base64Of, type DecodedValue, exactInteger, isoTime, mapOf } from './decoded-value.ts'

const TIMESTAMP = -1

/**
 * decodeMessagePack reads one value that takes all bytes. Binary becomes base64, a timestamp ISO 8601, another
 * extension `{type, data}`. Throws DecodeFailure.
 */
export function decodeMessagePack(bytes: Uint8Array): DecodedValue {
  const reader = new ByteReader(bytes)
  const value = readValue(reader)
  reader.finish()
  return value
}

/** isMessagePackContainer tells whether bytes begin as a map or an array. */
export function isMessagePackContainer(first: number): boolean {
  return (first >= 0x80 && first <= 0x9f) || (first >= 0xdc && first <= 0xdf)
}

function readValue(reader: ByteReader): DecodedValue {
  reader.value()
  const head = reader.uint8()
  if (head < 0x80) return head
  if (head < 0x90) return readMap(reader, head & 15)
  if (head < 0xa0) return readArray(reader, head & 15)
  if (head < 0xc0) return reader.text(head & 31)
  if (head >= 0xe0) return head - 256
  switch (head) {
    case 0xc0:
      return null
    case 0xc2:
      return false
    case 0xc3:
      return true
    case 0xc4:
      return base64Of(reader.take(reader.uint8()))
    case 0xc5:
      return base64Of(reader.take(reader.uint16()))
    case 0xc6:
      return base64Of(reader.take(reader.uint32()))
    case 0xc7:
      return readExtension(reader, reader.uint8())
    case 0xc8:
      return readExtension(reader, reader.uint16())
    case 0xc9:
      return readExtension(reader, reader.uint32())
    case 0xca:
      return reader.float()
    case 0xcb:
      return reader.double()
    case 0xcc:
      return reader.uint8()
    case 0xcd:
      return reader.uint16()
    case 0xce:
      return reader.uint32()
    case 0xcf:
      return exactInteger(reader.uint64())
    case 0xd0:
      return reader.int8()
    case 0xd1:
      return reader.int16()
    case 0xd2:
      return reader.int32()
    case 0xd3:
      return exactInteger(reader.int64())
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
      return readExtension(reader, 1 << (head - 0xd4))
    case 0xd9:
      return reader.text(reader.uint8())
    case 0xda:
      return reader.text(reader.uint16())
    case 0xdb:
      return reader.text(reader.uint32())
    case 0xdc:
      return readArray(reader, reader.uint16())
    case 0xdd:
      return readArray(reader, reader.uint32())
    case 0xde:
      return readMap(reader, reader.uint16())
    case 0xdf:
      return readMap(reader, reader.uint32())
  }
  reader.at--
  throw reader.fail('a mark that MessagePack never uses')
}

function readArray(reader: ByteReader, announced: number): DecodedValue[] {
  const count = reader.count(announced)
  return reader.nested(() => {
    const items: DecodedValue[] = []
    for (let left = count; left > 0; left--) items.push(readValue(reader))
    return items
  })
}

function readMap(reader: ByteReader, announced: number): DecodedValue {
  const count = reader.count(announced, 2)
  return reader.nested(() => {
    const entries: [DecodedValue, DecodedValue][] = []
    for (let left = count; left > 0; left--) entries.push([readValue(reader), readValue(reader)])
    return mapOf(entries)
  })
}

function readExtension(reader: ByteReader, size: number): DecodedValue {
  const type = reader.int8()
  const data = reader.take(size)
  return (type === TIMESTAMP ? timestampOf(data) : null) ?? { type, data: base64Of(data) }
}

function timestampOf(data: Uint8Array): DecodedValue | null {
  const reader = new ByteReader(data)
  if (data.length === 4) return isoTime(reader.uint32() * 1000)
  if (data.length === 8) {
    const packed = reader.uint64()
    return withNanoseconds(packed & 0x3_ffff_ffffn, Number(packed >> 34n))
  }
  if (data.length !== 12) return null
  const nanoseconds = reader.uint32()
  return withNanoseconds(reader.int64(), nanoseconds)
}

function withNanoseconds(seconds: bigint, nanoseconds: number): DecodedValue {
  const time = isoTime(Number(seconds) * 1000)
  if (typeof time === 'number') return { seconds: exactInteger(seconds), nanoseconds }
  if (nanoseconds === 0) return time
  const fraction = String(nanoseconds).padStart(9, '0').replace(/0+$/, '').padEnd(3, '0')
  return time.replace('.000Z', `.${fraction}Z`)
}
