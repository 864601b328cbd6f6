import { fullName, namespaceOf, parseSchemaJson } from './avro-schema.ts'

/** The polynomial of CRC-64-AVRO, which is also its value for no bytes. */
const EMPTY = 0xc15d213aa4d7a795n
const named = ['record', 'error', 'enum', 'fixed']

/**
 * avroFingerprint gives the CRC-64-AVRO of a schema's parsing canonical form: what a record in the single-object
 * encoding names its schema by. The schema must have been read by parseAvroSchema.
 */
export function avroFingerprint(text: string): bigint {
  let crc = EMPTY
  for (const byte of new TextEncoder().encode(canonical(parseSchemaJson(text), ''))) {
    crc = (crc >> 8n) ^ entry((crc ^ BigInt(byte)) & 0xffn)
  }
  return crc
}

function entry(index: bigint): bigint {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = (value >> 1n) ^ (EMPTY & -(value & 1n))
  return value
}

function canonical(schema: unknown, namespace: string): string {
  if (typeof schema === 'string')
    return JSON.stringify(isPlain(schema) ? schema : fullName(schema, namespace))
  if (Array.isArray(schema)) return `[${schema.map((branch) => canonical(branch, namespace)).join(',')}]`
  const {
    type,
    name,
    namespace: own,
    fields,
    symbols,
    items,
    values,
    size,
  } = schema as Record<string, unknown>
  if (!named.includes(String(type))) {
    if (type === 'array') return `{"type":"array","items":${canonical(items, namespace)}}`
    if (type === 'map') return `{"type":"map","values":${canonical(values, namespace)}}`
    return canonical(type, namespace)
  }
  const full = fullName(String(name), typeof own === 'string' ? own : namespace)
  const head = `{"name":${JSON.stringify(full)},"type":${JSON.stringify(type)}`
  if (type === 'enum') return `${head},"symbols":${JSON.stringify(symbols)}}`
  if (type === 'fixed') return `${head},"size":${String(size)}}`
  const inner = (fields as { name: string; type: unknown }[]).map(
    (field) => `{"name":${JSON.stringify(field.name)},"type":${canonical(field.type, namespaceOf(full))}}`,
  )
  return `${head},"fields":[${inner.join(',')}]}`
}

function isPlain(name: string): boolean {
  return ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'].includes(name)
}
