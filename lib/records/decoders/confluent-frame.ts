import { decodeAvro } from './avro.ts'
import { ByteReader } from './byte-reader.ts'
import type { CompiledSchema } from './compiled-schema.ts'
import { type DecodedValue, DecodeFailure } from './decoded-value.ts'
import { decodeProtobuf } from './protobuf.ts'
import type { ProtoMessage } from './protobuf-schema.ts'
import { decodeJson } from './text.ts'

/** A zero byte and a schema's id of four bytes. */
export const FRAME_BYTES = 5

/** framedSchemaId gives the schema id that bytes name in Confluent's way, or null. */
export function framedSchemaId(bytes: Uint8Array): number | null {
  return bytes.length >= FRAME_BYTES && bytes[0] === 0 ? new ByteReader(bytes, 1).uint32() : null
}

/** decodeFramed reads what follows the frame by the schema that it names. Throws DecodeFailure. */
export function decodeFramed(bytes: Uint8Array, schema: CompiledSchema): DecodedValue {
  if (schema.kind === 'avro') return decodeAvro(bytes, schema.node, FRAME_BYTES)
  if (schema.kind === 'json') return decodeJson(bytes.subarray(FRAME_BYTES))
  const reader = new ByteReader(bytes, FRAME_BYTES)
  const message = messageAt(reader, schema.file.messages)
  return decodeProtobuf(bytes, message, reader.at)
}

/** The way to a message: how many indexes, and at each level which; a single 0 stands for the first message. */
function messageAt(reader: ByteReader, messages: readonly ProtoMessage[]): ProtoMessage {
  const indexes: number[] = []
  for (let left = reader.count(reader.zigzag()); left > 0; left--) indexes.push(Number(reader.zigzag()))
  let level = messages
  let found: ProtoMessage | undefined
  for (const index of indexes.length === 0 ? [0] : indexes) {
    found = level[index]
    if (!found) break
    level = found.nested
  }
  if (!found) throw new DecodeFailure(`the schema has no message at ${indexes.join('.')}`)
  return found
}
