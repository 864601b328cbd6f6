import type { SchemaKind } from '#lib/shared/decoder.ts'
import { avroFingerprint } from './avro-fingerprint.ts'
import { type AvroNode, parseAvroSchema } from './avro-schema.ts'
import {
  type ProtoFile,
  type ProtoMessage,
  type ProtoReference,
  parseProtoSchema,
} from './protobuf-schema.ts'
import { SchemaProblem } from './schema-problem.ts'

/** SchemaSource is a schema as it was uploaded, or as a registry gave it. */
export interface SchemaSource {
  readonly kind: SchemaKind | 'json'
  readonly text: string
  /** What it imports or names, those that are needed first before the others. */
  readonly references?: readonly ProtoReference[]
  /** Protobuf only: the message that records are; by default the file's first. */
  readonly message?: string | null
}

export type CompiledSchema =
  | { readonly kind: 'avro'; readonly node: AvroNode; readonly fingerprint: bigint }
  | { readonly kind: 'protobuf'; readonly file: ProtoFile; readonly message: ProtoMessage }
  | { readonly kind: 'json' }

/** compileSchema reads a schema's text. Throws SchemaProblem. */
export function compileSchema({ kind, text, references = [], message }: SchemaSource): CompiledSchema {
  if (kind === 'json') return { kind }
  if (kind === 'avro') {
    const node = parseAvroSchema(
      text,
      references.map((reference) => reference.text),
    )
    return { kind, node, fingerprint: avroFingerprint(text) }
  }
  const file = parseProtoSchema(text, references)
  const chosen = message === null || message === undefined ? file.messages[0] : file.find(message)
  if (!chosen) {
    const names = file.messages.map(({ name }) => name).join(', ')
    throw new SchemaProblem(`The file has no message of that name. It has ${names.slice(0, 500)}.`)
  }
  return { kind, file, message: chosen }
}
