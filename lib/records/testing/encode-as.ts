import { encode as encodeMessagePack } from '@msgpack/msgpack'
import avsc from 'avsc'
import { encode as encodeCbor } from 'cborg'
import protobuf from 'protobufjs'

/** encodeAs writes values as the formats' own libraries do, for tests of what reads them. */
export const encodeAs = {
  msgpack: (value: unknown): Uint8Array => encodeMessagePack(value),
  cbor: (value: unknown): Uint8Array => encodeCbor(value),
  /** `schema` is Avro's JSON, whole. */
  avro: (schema: string, value: unknown): Uint8Array =>
    avsc.Type.forSchema(JSON.parse(schema) as avsc.Schema).toBuffer(value),
  /** `files` are the texts of .proto files, of which each may use what stands in those before it. */
  protobuf: (files: readonly string[], message: string, value: Record<string, unknown>): Uint8Array => {
    const root = new protobuf.Root()
    for (const file of files) protobuf.parse(file, root)
    return root.lookupType(message).encode(value).finish()
  },
}
