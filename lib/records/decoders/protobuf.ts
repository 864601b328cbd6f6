import { ByteReader } from './byte-reader.ts'
import { type DecodedValue, DecodeFailure, putField, scalarText } from './decoded-value.ts'
import { defaultOf, readScalar, SCALAR_WIRE } from './protobuf-scalar.ts'
import type { ProtoField, ProtoKind, ProtoMessage } from './protobuf-schema.ts'
import { skipField, WIRE } from './protobuf-wire.ts'
import { wellKnownOf } from './well-known.ts'

/**
 * decodeProtobuf reads one message from `start` to the last byte. Fields that the schema does not know stand as
 * `#number`; of fields without presence an absent one shows its default. Throws DecodeFailure.
 */
export function decodeProtobuf(bytes: Uint8Array, message: ProtoMessage, start = 0): DecodedValue {
  const reader = new ByteReader(bytes, start)
  const value = readMessage(reader, message, reader.end)
  reader.finish()
  return value
}

/** `end` is where the message ends, or null for a group, which ends with its own mark (`groupId`). */
function readMessage(
  reader: ByteReader,
  message: ProtoMessage,
  end: number | null,
  groupId = 0,
): DecodedValue {
  reader.value()
  const object: Record<string, DecodedValue> = {}
  for (const field of message.fields.values()) {
    const absent = absentOf(field)
    if (absent !== undefined) putField(object, field.name, absent)
  }
  while (end === null || reader.at < end) {
    const tag = Number(reader.varint())
    const id = Math.floor(tag / 8)
    const wire = tag % 8
    if (wire === WIRE.endGroup) {
      if (end !== null || id !== groupId) throw reader.fail('the end of a group that did not begin')
      return wellKnownOf(message.name, object)
    }
    if (id === 0) throw reader.fail('a field with number 0')
    const field = message.fields.get(id)
    if (field) readField(reader, object, field, wire, id)
    else addTo(object, `#${id}`, skipField(reader, wire, id))
  }
  if (reader.at !== end) throw reader.fail('a field goes on beyond its message')
  return wellKnownOf(message.name, object)
}

function absentOf({ repeated, mapKey, presence, kind }: ProtoField): DecodedValue | undefined {
  if (mapKey) return {}
  if (repeated) return []
  if (presence || kind.type === 'message') return undefined
  return kind.type === 'enum' ? (kind.names.get(0) ?? 0) : defaultOf(kind.type)
}

function readField(
  reader: ByteReader,
  object: Record<string, DecodedValue>,
  field: ProtoField,
  wire: number,
  id: number,
): void {
  const { name, kind, repeated, mapKey } = field
  if (mapKey) {
    const [key, value] = readEntry(reader, field, mapKey, wire)
    putField(object[name] as Record<string, DecodedValue>, scalarText(key), value)
  } else if (!repeated) putField(object, name, readValue(reader, kind, wire, name, id))
  else {
    const list = object[name] as DecodedValue[]
    const packed = wire === WIRE.bytes && wireOf(kind) !== WIRE.bytes && kind.type !== 'message'
    if (!packed) list.push(readValue(reader, kind, wire, name, id))
    else {
      const end = endOf(reader)
      while (reader.at < end) list.push(readValue(reader, kind, wireOf(kind), name, id))
      if (reader.at !== end) throw reader.fail(`the field ${name} goes on beyond its length`)
    }
  }
}

function readEntry(
  reader: ByteReader,
  { name, kind }: ProtoField,
  mapKey: Parameters<typeof readScalar>[1],
  wire: number,
): [DecodedValue, DecodedValue] {
  if (wire !== WIRE.bytes) throw reader.fail(`the map ${name} has wire type ${wire}`)
  const end = endOf(reader)
  let key = defaultOf(mapKey)
  let value: DecodedValue =
    kind.type === 'message' ? {} : kind.type === 'enum' ? (kind.names.get(0) ?? 0) : defaultOf(kind.type)
  while (reader.at < end) {
    const tag = Number(reader.varint())
    const id = Math.floor(tag / 8)
    if (id === 1) key = readValue(reader, { type: mapKey }, tag % 8, name, id)
    else if (id === 2) value = readValue(reader, kind, tag % 8, name, id)
    else skipField(reader, tag % 8, id)
  }
  if (reader.at !== end) throw reader.fail(`the map ${name} goes on beyond its length`)
  return [key, value]
}

function readValue(
  reader: ByteReader,
  kind: ProtoKind,
  wire: number,
  name: string,
  id: number,
): DecodedValue {
  if (wire !== wireOf(kind)) {
    throw new DecodeFailure(`the field ${name} is ${kind.type} in the schema, but has wire type ${wire}`)
  }
  if (kind.type === 'message') {
    return reader.nested(() =>
      readMessage(reader, kind.message, kind.group ? null : endOf(reader), kind.group ? id : 0),
    )
  }
  reader.value()
  if (kind.type === 'enum') {
    const number = Number(BigInt.asIntN(32, reader.varint()))
    return kind.names.get(number) ?? number
  }
  return readScalar(reader, kind.type)
}

function wireOf(kind: ProtoKind): number {
  if (kind.type === 'message') return kind.group ? WIRE.startGroup : WIRE.bytes
  return kind.type === 'enum' ? WIRE.varint : SCALAR_WIRE[kind.type]
}

function endOf(reader: ByteReader): number {
  const length = reader.count(reader.varint())
  return reader.at + length
}

/** An unknown field that comes again becomes a list. */
function addTo(object: Record<string, DecodedValue>, name: string, value: DecodedValue): void {
  const before = object[name]
  if (before === undefined) putField(object, name, value)
  else if (Array.isArray(before)) before.push(value)
  else putField(object, name, [before, value])
}
