import { ByteReader } from './byte-reader.ts'
import { base64Of, type DecodedValue, DecodeFailure, exactInteger } from './decoded-value.ts'

export const WIRE = { varint: 0, fixed64: 1, bytes: 2, startGroup: 3, endGroup: 4, fixed32: 5 } as const

/** Guessing goes so deep; below, bytes stay bytes. Each level reads its bytes again. */
const MAX_GUESSED_DEPTH = 16
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

/**
 * decodeProtobufWire reads a message without its schema: numbers of fields as names, varints and fixed widths as
 * unsigned numbers, and of what has a length a text, a message or base64, whichever fits first. Throws DecodeFailure.
 */
export function decodeProtobufWire(bytes: Uint8Array): DecodedValue {
  return readFields(new ByteReader(bytes), 0, null)
}

/** skipField reads a field's content without knowing the field. */
export function skipField(reader: ByteReader, wire: number, id: number, depth = 0): DecodedValue {
  reader.value()
  switch (wire) {
    case WIRE.varint:
      return exactInteger(reader.varint())
    case WIRE.fixed64:
      return exactInteger(reader.uint64(true))
    case WIRE.fixed32:
      return reader.uint32(true)
    case WIRE.bytes:
      return guess(reader.take(reader.count(reader.varint())), depth + 1)
    case WIRE.startGroup:
      return reader.nested(() => readFields(reader, depth + 1, id))
  }
  throw reader.fail(`wire type ${wire}, which Protobuf has not,`)
}

function readFields(reader: ByteReader, depth: number, group: number | null): DecodedValue {
  const fields = new Map<string, DecodedValue[]>()
  while (group !== null || reader.left > 0) {
    const tag = Number(reader.varint())
    const id = Math.floor(tag / 8)
    const wire = tag % 8
    if (wire === WIRE.endGroup) {
      if (id !== group) throw reader.fail('the end of a group that did not begin')
      break
    }
    if (id === 0 || id > 0x1fff_ffff) throw reader.fail('a field number that Protobuf has not,')
    const name = String(id)
    const list = fields.get(name) ?? []
    list.push(skipField(reader, wire, id, depth))
    fields.set(name, list)
  }
  const entries = [...fields].map(
    ([name, list]) => [name, list.length === 1 ? (list[0] ?? null) : list] as const,
  )
  return Object.fromEntries(entries)
}

function guess(bytes: Uint8Array, depth: number): DecodedValue {
  if (bytes.length === 0) return ''
  return textOf(bytes) ?? messageOf(bytes, depth) ?? base64Of(bytes)
}

function textOf(bytes: Uint8Array): string | null {
  return attempt(() => {
    const text = new ByteReader(bytes).text(bytes.length)
    return CONTROL.test(text) ? null : text
  })
}

function messageOf(bytes: Uint8Array, depth: number): DecodedValue | null {
  return depth > MAX_GUESSED_DEPTH ? null : attempt(() => readFields(new ByteReader(bytes), depth, null))
}

function attempt<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof DecodeFailure) return null
    throw error
  }
}
