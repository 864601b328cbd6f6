import protobuf from 'protobufjs'
import { lineOfText, SchemaProblem } from './schema-problem.ts'

const scalars = [
  'double',
  'float',
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
  'bool',
  'string',
  'bytes',
] as const
export type ProtoScalar = (typeof scalars)[number]

export type ProtoKind =
  | { readonly type: ProtoScalar }
  | { readonly type: 'enum'; readonly names: ReadonlyMap<number, string> }
  /** `group`: it ends with a mark of its own, instead of beginning with its length. */
  | { readonly type: 'message'; readonly message: ProtoMessage; readonly group: boolean }

export interface ProtoField {
  readonly name: string
  readonly kind: ProtoKind
  readonly repeated: boolean
  /** The kind of a map's keys; `kind` is that of its values. */
  readonly mapKey: ProtoScalar | null
  /** Whether "not there" differs from the default: of other fields the default is shown when they are absent. */
  readonly presence: boolean
}

export interface ProtoMessage {
  /** With its package: `shop.v1.Order`. */
  readonly name: string
  readonly fields: ReadonlyMap<number, ProtoField>
  /** The messages declared inside it, in their order, as Confluent's indexes count them. */
  readonly nested: readonly ProtoMessage[]
}

export interface ProtoFile {
  /** The file's outermost messages in their order. */
  readonly messages: readonly ProtoMessage[]
  find(name: string): ProtoMessage | null
}

export interface ProtoReference {
  /** The name by which it is imported. */
  readonly name: string
  readonly text: string
}

/**
 * parseProtoSchema reads a .proto file and what it imports: `references` by name, and Google's well-known types. Only
 * the text is read; no code is made of it. Throws SchemaProblem.
 */
export function parseProtoSchema(text: string, references: readonly ProtoReference[] = []): ProtoFile {
  const root = new protobuf.Root()
  const own = new protobuf.Root()
  const loaded = new Set<string>()
  load(root, text, references, loaded)
  const parsed = parseFile(own, text)
  try {
    root.resolveAll()
  } catch (error) {
    throw problemOf(error, text)
  }
  const made = new Map<protobuf.Type, ProtoMessage>()
  const namespace = parsed.package === undefined ? own : own.lookup(parsed.package)
  const declared = namespace instanceof protobuf.Namespace ? typesIn(namespace) : []
  const messages = declared.map(({ fullName }) => messageOf(root.lookupType(fullName), made))
  if (messages.length === 0) throw new SchemaProblem('The file declares no message.')
  const byName = new Map<string, ProtoMessage>()
  for (const message of made.values()) byName.set(message.name, message)
  return { messages, find: (name) => byName.get(name) ?? byLastName(byName, name) }
}

/** A name without its package is enough when it is the only one. */
function byLastName(byName: ReadonlyMap<string, ProtoMessage>, name: string): ProtoMessage | null {
  const found = [...byName.values()].filter((message) => message.name.endsWith(`.${name}`))
  return found.length === 1 ? (found[0] ?? null) : null
}

function load(
  root: protobuf.Root,
  text: string,
  references: readonly ProtoReference[],
  loaded: Set<string>,
): void {
  const { imports = [], weakImports = [] } = parseFile(root, text)
  for (const name of [...imports, ...weakImports]) {
    if (loaded.has(name)) continue
    loaded.add(name)
    const reference = references.find((each) => each.name === name)
    const known = reference ? null : protobuf.common.get(name)
    if (reference) load(root, reference.text, references, loaded)
    else if (known?.nested) root.addJSON(known.nested)
    else
      throw new SchemaProblem(`The import ${name.slice(0, 200)} is not there.`, lineOfText(text, `"${name}"`))
  }
}

function parseFile(root: protobuf.Root, text: string): protobuf.IParserResult {
  try {
    return protobuf.parse(text, root, { keepCase: true })
  } catch (error) {
    throw problemOf(error, text)
  }
}

const EXPECTED = /'(.)' expected/
const UNKNOWN_TYPE = /no such (?:type|Type or Enum)(?: or Enum)?:? '([\w.]+)'/i
const DUPLICATE = /duplicate (?:id|name)/

/** The parser's own words quote the text; here it is said in ours. */
function problemOf(error: unknown, text: string): SchemaProblem {
  const message = error instanceof Error ? error.message : ''
  const at = /\(line (\d+)\)/.exec(message)?.[1]
  const line = at === undefined ? null : Number(at)
  const expected = EXPECTED.exec(message)?.[1]
  const unknown = UNKNOWN_TYPE.exec(message)?.[1]
  if (unknown !== undefined)
    return new SchemaProblem(
      `The type ${unknown.slice(0, 100)} is used, but declared nowhere.`,
      lineOfText(text, unknown),
    )
  if (DUPLICATE.test(message))
    return new SchemaProblem('A field’s number or name is used twice in a message.', line)
  if (line === null) return new SchemaProblem('This is not a .proto file.')
  const wanted = expected === undefined ? '' : `; ${expected} was expected`
  return new SchemaProblem(`Line ${line} can't be read as Protobuf${wanted}.`, line)
}

function typesIn(namespace: protobuf.NamespaceBase): protobuf.Type[] {
  return namespace.nestedArray.filter((each): each is protobuf.Type => each instanceof protobuf.Type)
}

function messageOf(type: protobuf.Type, made: Map<protobuf.Type, ProtoMessage>): ProtoMessage {
  const known = made.get(type)
  if (known) return known
  const fields = new Map<number, ProtoField>()
  const nested: ProtoMessage[] = []
  const message: ProtoMessage = { name: type.fullName.slice(1), fields, nested }
  made.set(type, message)
  for (const inner of typesIn(type)) nested.push(messageOf(inner, made))
  for (const field of type.fieldsArray) fields.set(field.id, fieldOf(field, made))
  return message
}

function fieldOf(field: protobuf.Field, made: Map<protobuf.Type, ProtoMessage>): ProtoField {
  return {
    // The bundled well-known types carry their JSON names.
    name: field.protoName,
    kind: kindOf(field, made),
    repeated: field.repeated,
    mapKey: field instanceof protobuf.MapField ? scalarOf(field.keyType) : null,
    presence: field.hasPresence,
  }
}

function kindOf(field: protobuf.Field, made: Map<protobuf.Type, ProtoMessage>): ProtoKind {
  const { resolvedType, type, delimited } = field
  if (resolvedType instanceof protobuf.Type)
    return { type: 'message', message: messageOf(resolvedType, made), group: delimited }
  if (resolvedType instanceof protobuf.Enum) {
    const names = Object.entries(resolvedType.values).map(([name, value]) => [value, name] as const)
    return { type: 'enum', names: new Map(names.reverse()) }
  }
  return { type: scalarOf(type) }
}

function scalarOf(type: string): ProtoScalar {
  const scalar = scalars.find((each) => each === type)
  if (!scalar) throw new SchemaProblem(`The type ${type.slice(0, 100)} is used, but declared nowhere.`)
  return scalar
}
