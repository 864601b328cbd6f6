import {
  type Attempt,
  type Decoder,
  type NumberDecoder,
  numberDecoders,
  type PlainDecoder,
} from '#lib/shared/decoder.ts'
import { decodeAvro } from './avro.ts'
import { decodeCbor } from './cbor.ts'
import type { CompiledSchema } from './compiled-schema.ts'
import { decodeFramed, framedSchemaId } from './confluent-frame.ts'
import { decodeOffsetsKey, decodeOffsetsValue } from './consumer-offsets.ts'
import { base64Of, type DecodedValue, DecodeFailure, uuidOf } from './decoded-value.ts'
import { detectionOrder } from './detection-order.ts'
import { decodeMessagePack } from './message-pack.ts'
import { decodeNumber } from './numbers.ts'
import { decodeProtobuf } from './protobuf.ts'
import { decodeProtobufWire } from './protobuf-wire.ts'
import { SINGLE_OBJECT_BYTES, singleObjectFingerprint } from './single-object.ts'
import { decodeJson, decodeText } from './text.ts'

/** An uploaded schema, or why it can't be used. */
export interface UploadedSchema {
  readonly id: string
  readonly schema: CompiledSchema | { readonly kind: 'broken'; readonly reason: string }
}

/** What a registry said of an id. */
export type RegistryAnswer = CompiledSchema | { readonly kind: 'broken'; readonly reason: string }

export interface DecodeContext {
  readonly topic: string
  readonly part: 'key' | 'value'
  /** The record's key, for values whose kind their key tells. */
  readonly key: Uint8Array | null
  /** The topic's uploaded schemas, the newest first. */
  readonly schemas: readonly UploadedSchema[]
  /** Null when no registry is set. `find` gives undefined for an id that was not asked for yet. */
  readonly registry: { find(id: number): RegistryAnswer | undefined } | null
}

/** Decoding is the value and the decoder that gave it, or none; and what was tried before, each with its reason. */
export type Decoding =
  | { readonly decoder: string; readonly decoded: DecodedValue; readonly tried: readonly Attempt[] }
  | { readonly decoder: null; readonly tried: readonly Attempt[] }

/** decode reads bytes by a decoder, or by the first that fits (`auto`). Never throws, whatever the bytes are. */
export function decode(bytes: Uint8Array, decoder: Decoder, context: DecodeContext): Decoding {
  const tried: Attempt[] = []
  for (const name of decoder === 'auto' ? detectionOrder(bytes, context) : [decoder]) {
    try {
      return { ...decodeAs(bytes, name, context), tried }
    } catch (error) {
      tried.push({ decoder: name, reason: reasonOf(error) })
    }
  }
  return { decoder: null, tried }
}

/** neededSchema gives the id that a registry must be asked for before these bytes can be decoded, or null. */
export function neededSchema(bytes: Uint8Array, decoder: Decoder, context: DecodeContext): number | null {
  if (!context.registry || !['auto', 'registry', 'avro', 'protobuf'].includes(decoder)) return null
  const id = framedSchemaId(bytes)
  return id !== null && id > 0 && context.registry.find(id) === undefined ? id : null
}

function reasonOf(error: unknown): string {
  if (error instanceof DecodeFailure) return error.message
  // Whatever a decoder did not foresee is no reason to end a reading; the words may hold a part of the bytes.
  return 'the bytes do not fit'
}

function decodeAs(
  bytes: Uint8Array,
  name: string,
  context: DecodeContext,
): { decoder: string; decoded: DecodedValue } {
  const [kind = '', id, message] = name.split(':')
  if (kind === 'registry') return framed(bytes, context, null)
  if (kind !== 'avro' && kind !== 'protobuf')
    return { decoder: name, decoded: decodePlain(bytes, kind, context) }
  if (id === undefined && context.registry && framedSchemaId(bytes) !== null)
    return framed(bytes, context, kind)
  const uploaded = context.schemas.find((each) =>
    id === undefined ? each.schema.kind === kind : each.id === id,
  )
  if (!uploaded) {
    throw new DecodeFailure(
      id === undefined ? `no ${kind} schema is uploaded for this topic` : 'the schema was deleted',
    )
  }
  return { decoder: `${kind}:${uploaded.id}`, decoded: decodeUploaded(bytes, uploaded.schema, message) }
}

function framed(bytes: Uint8Array, { registry }: DecodeContext, kind: string | null) {
  const id = framedSchemaId(bytes)
  if (id === null) throw new DecodeFailure('it does not begin with 0 and the id of a schema')
  if (!registry) throw new DecodeFailure(`it names schema ${id}, but no schema registry is set`)
  const schema = registry.find(id)
  if (!schema) throw new DecodeFailure(`schema ${id} was not looked up`)
  if (schema.kind === 'broken') throw new DecodeFailure(`schema ${id}: ${schema.reason}`)
  if (kind !== null && schema.kind !== kind) throw new DecodeFailure(`schema ${id} is of ${schema.kind}`)
  return { decoder: `registry:${id}`, decoded: decodeFramed(bytes, schema) }
}

function decodeUploaded(
  bytes: Uint8Array,
  schema: UploadedSchema['schema'],
  message: string | undefined,
): DecodedValue {
  if (schema.kind === 'broken') throw new DecodeFailure(schema.reason)
  if (schema.kind === 'json') return decodeJson(bytes)
  if (schema.kind === 'protobuf') {
    const chosen = message === undefined ? schema.message : schema.file.find(message)
    if (!chosen) throw new DecodeFailure('the schema has no message of that name')
    return decodeProtobuf(bytes, chosen)
  }
  const fingerprint = singleObjectFingerprint(bytes)
  if (fingerprint === schema.fingerprint) return decodeAvro(bytes, schema.node, SINGLE_OBJECT_BYTES)
  return decodeAvro(bytes, schema.node)
}

function decodePlain(bytes: Uint8Array, kind: string, context: DecodeContext): DecodedValue {
  if (numberDecoders.includes(kind as NumberDecoder)) return decodeNumber(bytes, kind as NumberDecoder)
  switch (kind as PlainDecoder) {
    case 'text':
      return decodeText(bytes)
    case 'json':
      return decodeJson(bytes)
    case 'hex':
      return Buffer.from(bytes).toString('hex')
    case 'base64':
      return base64Of(bytes)
    case 'uuid':
      if (bytes.length !== 16) throw new DecodeFailure(`16 bytes make a UUID, but it has ${bytes.length}`)
      return uuidOf(bytes)
    case 'msgpack':
      return decodeMessagePack(bytes)
    case 'cbor':
      return decodeCbor(bytes)
    case 'protobuf-raw':
      return decodeProtobufWire(bytes)
    case 'consumer-offsets':
      return context.part === 'key' ? decodeOffsetsKey(bytes) : decodeOffsetsValue(bytes, context.key)
    default:
      throw new DecodeFailure('there is no such decoder')
  }
}
