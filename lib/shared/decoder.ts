import { z } from 'zod'

/** widths are the numbers that a fixed count of bytes is read as; big-endian, as Kafka's own serializers write them, unless it says `-le`. */
export const numberDecoders = [
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float',
  'double',
  'int16-le',
  'int32-le',
  'int64-le',
  'uint16-le',
  'uint32-le',
  'uint64-le',
  'float-le',
  'double-le',
] as const
export type NumberDecoder = (typeof numberDecoders)[number]

/** plainDecoders need no schema of ours. `registry` takes any schema that a record names in Confluent's way. */
export const plainDecoders = [
  'auto',
  'text',
  'json',
  'hex',
  'base64',
  ...numberDecoders,
  'uuid',
  'msgpack',
  'cbor',
  'registry',
  'avro',
  'protobuf',
  'protobuf-raw',
  'consumer-offsets',
] as const
export type PlainDecoder = (typeof plainDecoders)[number]

/**
 * DecoderSchema names how bytes are read. `avro` and `protobuf` take the schema that the record names, else the topic's
 * newest one; `avro:ID`, `protobuf:ID` and `protobuf:ID:Message` take an uploaded schema by its id.
 */
export const DecoderSchema = z.union(
  [
    z.enum(plainDecoders),
    z
      .string()
      .max(600)
      .regex(/^(avro:[\w-]{1,64}|protobuf:[\w-]{1,64}(:[A-Za-z_][\w.]*)?)$/),
  ],
  { error: `A decoder is one of ${plainDecoders.join(', ')}, or avro:SCHEMA, protobuf:SCHEMA:MESSAGE.` },
)
export type Decoder = z.infer<typeof DecoderSchema>

export const AttemptSchema = z.object({ decoder: z.string(), reason: z.string() })
/** Attempt is a decoder that was tried, and why it did not fit. */
export type Attempt = z.infer<typeof AttemptSchema>

export const SchemaKindSchema = z.enum(['avro', 'protobuf'])
export type SchemaKind = z.infer<typeof SchemaKindSchema>

/** A schema of a real company has some tens of kilobytes. */
export const MAX_SCHEMA_CHARACTERS = 256 * 1024
