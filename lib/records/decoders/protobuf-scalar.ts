import type { ByteReader } from './byte-reader.ts'
import { base64Of, type DecodedValue, exactInteger } from './decoded-value.ts'
import type { ProtoScalar } from './protobuf-schema.ts'
import { WIRE } from './protobuf-wire.ts'

/** SCALAR_WIRE is how each scalar lies on the wire. */
export const SCALAR_WIRE: Readonly<Record<ProtoScalar, number>> = {
  double: WIRE.fixed64,
  float: WIRE.fixed32,
  int32: WIRE.varint,
  int64: WIRE.varint,
  uint32: WIRE.varint,
  uint64: WIRE.varint,
  sint32: WIRE.varint,
  sint64: WIRE.varint,
  fixed32: WIRE.fixed32,
  fixed64: WIRE.fixed64,
  sfixed32: WIRE.fixed32,
  sfixed64: WIRE.fixed64,
  bool: WIRE.varint,
  string: WIRE.bytes,
  bytes: WIRE.bytes,
}

/** defaultOf gives what an absent scalar stands for. */
export function defaultOf(type: ProtoScalar): DecodedValue {
  if (type === 'bool') return false
  return type === 'string' || type === 'bytes' ? '' : 0
}

/** readScalar reads one scalar without its tag. */
export function readScalar(reader: ByteReader, type: ProtoScalar): DecodedValue {
  switch (type) {
    case 'double':
      return reader.double(true)
    case 'float':
      return reader.float(true)
    case 'int32':
      return Number(BigInt.asIntN(32, reader.varint()))
    case 'int64':
      return exactInteger(BigInt.asIntN(64, reader.varint()))
    case 'uint32':
      return Number(BigInt.asUintN(32, reader.varint()))
    case 'uint64':
      return exactInteger(reader.varint())
    case 'sint32':
      return Number(BigInt.asIntN(32, reader.zigzag()))
    case 'sint64':
      return exactInteger(reader.zigzag())
    case 'fixed32':
      return reader.uint32(true)
    case 'fixed64':
      return exactInteger(reader.uint64(true))
    case 'sfixed32':
      return reader.int32(true)
    case 'sfixed64':
      return exactInteger(reader.int64(true))
    case 'bool':
      return reader.varint() !== 0n
    case 'string':
      return reader.text(reader.count(reader.varint()))
    case 'bytes':
      return base64Of(reader.take(reader.count(reader.varint())))
  }
}
