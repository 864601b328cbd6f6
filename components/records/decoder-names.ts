import type { SelectOption } from '#components/ui/select.tsx'
import { type Decoder, numberDecoders } from '#lib/shared/decoder.ts'
import type { TopicSchema } from '#lib/shared/topic-schema.ts'

const names: Readonly<Record<string, string>> = {
  auto: 'Automatic',
  text: 'Text',
  json: 'JSON',
  hex: 'Hexadecimal',
  base64: 'Base64',
  uuid: 'UUID',
  msgpack: 'MessagePack',
  cbor: 'CBOR',
  registry: 'Schema registry',
  avro: 'Avro',
  protobuf: 'Protobuf',
  'protobuf-raw': 'Protobuf without schema',
  'consumer-offsets': 'Consumer offsets',
}

/** decoderName says a decoder in words: a name, with the schema that it used. */
export function decoderName(decoder: string, schemas: readonly TopicSchema[] = []): string {
  const [kind = '', id, message] = decoder.split(':')
  const name = names[kind] ?? kind.replace('-le', ', little-endian')
  if (id === undefined) return name
  if (kind === 'registry') return `${name}, schema ${id}`
  const schema = schemas.find((each) => each.id === id)
  const words = [schema?.name ?? 'a schema', message ?? schema?.message ?? ''].filter((word) => word !== '')
  return `${name}: ${words.join(', ')}`
}

/** decoderOptions lists what can be chosen, the topic's schemas after what needs none. */
export function decoderOptions(schemas: readonly TopicSchema[], chosen: Decoder): SelectOption[] {
  const plain: Decoder[] = ['auto', 'text', 'json', 'msgpack', 'cbor', 'registry', 'avro', 'protobuf']
  const rest: Decoder[] = ['protobuf-raw', 'uuid', ...numberDecoders, 'hex', 'base64', 'consumer-offsets']
  const own = schemas.map((schema) => `${schema.kind}:${schema.id}`)
  const all = [...plain, ...own, ...rest]
  if (!all.includes(chosen)) all.push(chosen)
  return all.map((value) => ({ value, label: decoderName(value, schemas) }))
}
