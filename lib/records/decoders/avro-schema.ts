import { lineAt, lineOfText, SchemaProblem } from './schema-problem.ts'

const primitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const
type Primitive = (typeof primitives)[number]

export type AvroNode =
  | { readonly kind: Primitive; readonly logical?: string; readonly scale?: number }
  | { readonly kind: 'record'; readonly name: string; readonly fields: AvroField[] }
  | { readonly kind: 'enum'; readonly name: string; readonly symbols: readonly string[] }
  | {
      readonly kind: 'fixed'
      readonly name: string
      readonly size: number
      readonly logical?: string
      readonly scale?: number
    }
  | { readonly kind: 'array'; readonly items: AvroNode }
  | { readonly kind: 'map'; readonly values: AvroNode }
  | { readonly kind: 'union'; readonly branches: readonly AvroNode[] }

export interface AvroField {
  readonly name: string
  readonly node: AvroNode
}

/** Deeper than any real schema; a schema is read by recursion. */
const MAX_DEPTH = 100
const MAX_TYPES = 5_000
const NAME = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/

/**
 * parseAvroSchema reads an Avro schema (JSON). `references` are schemas whose named types it may use, in an order in
 * which each needs only those before it. Throws SchemaProblem.
 */
export function parseAvroSchema(text: string, references: readonly string[] = []): AvroNode {
  const names = new Map<string, AvroNode>()
  for (const reference of references) new SchemaReader(reference, names).read()
  return new SchemaReader(text, names).read()
}

/** parseSchemaJson reads JSON; its errors say the line, and quote nothing. */
export function parseSchemaJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    const position = /at position (\d+)/.exec(message)?.[1]
    const line = position === undefined ? text.split('\n').length : lineAt(text, Number(position))
    throw new SchemaProblem(`The schema is not JSON: line ${line} can't be read.`, line)
  }
}

class SchemaReader {
  readonly #text: string
  readonly #names: Map<string, AvroNode>
  #depth = 0

  constructor(text: string, names: Map<string, AvroNode>) {
    this.#text = text
    this.#names = names
  }

  read(): AvroNode {
    return this.#node(parseSchemaJson(this.#text), '')
  }

  #problem(message: string, piece = ''): SchemaProblem {
    return new SchemaProblem(message, piece === '' ? null : lineOfText(this.#text, JSON.stringify(piece)))
  }

  #node(schema: unknown, namespace: string): AvroNode {
    if (++this.#depth > MAX_DEPTH)
      throw this.#problem(`The schema is nested deeper than ${MAX_DEPTH} levels.`)
    const node = this.#any(schema, namespace)
    this.#depth--
    return node
  }

  #any(schema: unknown, namespace: string): AvroNode {
    if (typeof schema === 'string') return this.#named(schema, namespace)
    if (Array.isArray(schema)) {
      if (schema.length === 0) throw this.#problem('A union needs at least one type.')
      return { kind: 'union', branches: schema.map((branch) => this.#node(branch, namespace)) }
    }
    if (typeof schema !== 'object' || schema === null)
      throw this.#problem('A type is a name, a list or an object.')
    const { type, logicalType, scale } = schema as Record<string, unknown>
    const logical = {
      ...(typeof logicalType === 'string' && { logical: logicalType }),
      ...(typeof scale === 'number' && { scale }),
    }
    if (type === 'array')
      return { kind: 'array', items: this.#node(this.#member(schema, 'items', 'array'), namespace) }
    if (type === 'map')
      return { kind: 'map', values: this.#node(this.#member(schema, 'values', 'map'), namespace) }
    if (type === 'record' || type === 'error') return this.#record(schema, namespace)
    if (type === 'enum' || type === 'fixed') return this.#enumOrFixed(schema, type, namespace, logical)
    if (isPrimitive(type)) return { kind: type, ...logical }
    if (type === undefined) throw this.#problem('An object without "type" is no Avro schema.')
    return this.#node(type, namespace)
  }

  #named(name: string, namespace: string): AvroNode {
    if (isPrimitive(name)) return { kind: name }
    const full = fullName(name, namespace)
    const found = this.#names.get(full) ?? this.#names.get(name)
    if (!found) throw this.#problem(`The type ${short(name)} is used, but defined nowhere before.`, name)
    return found
  }

  #record(schema: object, namespace: string): AvroNode {
    const name = this.#nameOf(schema, 'record', namespace)
    const fields: AvroField[] = []
    const node: AvroNode = { kind: 'record', name, fields }
    this.#define(name, node)
    const listed = this.#member(schema, 'fields', 'record')
    if (!Array.isArray(listed)) throw this.#problem(`The fields of ${name} are no list.`, 'fields')
    const seen = new Set<string>()
    for (const field of listed as unknown[]) {
      const { name: own, type } = (typeof field === 'object' && field !== null ? field : {}) as Record<
        string,
        unknown
      >
      if (typeof own !== 'string' || !NAME.test(own))
        throw this.#problem(`A field of ${name} has no usable name.`)
      if (seen.has(own)) throw this.#problem(`The field ${short(own)} stands twice in ${name}.`, own)
      if (type === undefined) throw this.#problem(`The field ${short(own)} of ${name} has no type.`, own)
      seen.add(own)
      fields.push({ name: own, node: this.#node(type, namespaceOf(name)) })
    }
    return node
  }

  #enumOrFixed(
    schema: object,
    kind: 'enum' | 'fixed',
    namespace: string,
    logical: { logical?: string; scale?: number },
  ): AvroNode {
    const name = this.#nameOf(schema, kind, namespace)
    if (kind === 'fixed') {
      const size = this.#member(schema, 'size', kind)
      if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
        throw this.#problem(`The size of ${name} is no number of bytes.`, 'size')
      return this.#define(name, { kind, name, size, ...logical })
    }
    const symbols = this.#member(schema, 'symbols', kind)
    if (!Array.isArray(symbols) || !symbols.every((symbol) => typeof symbol === 'string'))
      throw this.#problem(`The symbols of ${name} are no list of texts.`, 'symbols')
    return this.#define(name, { kind, name, symbols })
  }

  #define(name: string, node: AvroNode): AvroNode {
    if (this.#names.has(name)) throw this.#problem(`The type ${short(name)} is defined twice.`, name)
    if (this.#names.size >= MAX_TYPES) throw this.#problem(`The schema defines more than ${MAX_TYPES} types.`)
    this.#names.set(name, node)
    return node
  }

  #nameOf(schema: object, kind: string, namespace: string): string {
    const { name, namespace: own } = schema as Record<string, unknown>
    if (typeof name !== 'string' || !NAME.test(name))
      throw this.#problem(`A type ${kind} has no usable name.`)
    return fullName(name, typeof own === 'string' ? own : namespace)
  }

  #member(schema: object, member: string, kind: string): unknown {
    const value = (schema as Record<string, unknown>)[member]
    if (value === undefined) throw this.#problem(`A type ${kind} has no "${member}".`)
    return value
  }
}

function isPrimitive(type: unknown): type is Primitive {
  return primitives.includes(type as Primitive)
}

export function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`
}

export function namespaceOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')))
}

/** A name comes from the schema's author: shown, but not at any length. */
function short(name: string): string {
  return name.slice(0, 100)
}
