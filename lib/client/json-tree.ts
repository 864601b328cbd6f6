import type { PathStep } from './field-path.ts'

/** JsonNumber keeps a number's own digits: a 64-bit id must not be shown rounded to what JavaScript can hold. */
export class JsonNumber {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }
}

export type JsonValue =
  | null
  | boolean
  | string
  | number
  | JsonNumber
  | JsonValue[]
  | { [name: string]: JsonValue }

export interface JsonRow {
  /** Names and indexes from the root, as a JSON Pointer (RFC 6901): unique in a tree. */
  path: string
  /** The same as names and places, which tells a list's items from members named by digits. */
  steps: readonly PathStep[]
  depth: number
  /** The member's name or the item's index; null for the root. */
  name: string | null
  kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'more'
  /** The value of a leaf, or how much a branch holds. */
  text: string
  branch: boolean
  open: boolean
  value: JsonValue
}

/** A branch shows so many children, then how many more there are: the rest is read as text. */
export const MAX_CHILDREN = 500
/** Small trees stand open, so that most records are read without a click. */
const OPEN_DEPTH = 2
/** A tree is for looking through; a megabyte-long string in it is read as text. */
const MAX_LEAF_CHARACTERS = 2000

/** parseJsonTree reads JSON with every number exact. Gives null for text that is no JSON, or a bare word or number. */
export function parseJsonTree(text: string): JsonValue | null {
  const start = text.trimStart()[0]
  if (start !== '{' && start !== '[') return null
  try {
    return parseExactJson(text)
  } catch {
    return null
  }
}

/** parseExactJson reads any JSON with every number exact. Throws what JSON.parse throws. */
export function parseExactJson(text: string): JsonValue {
  return JSON.parse(text, exactNumber) as JsonValue
}

function exactNumber(_name: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value
  return String(value) === context.source ? value : new JsonNumber(context.source)
}

/**
 * jsonRows flattens a tree into the rows to show. `toggled` holds the paths that a person opened or closed against
 * the rule (open down to the second level).
 */
export function jsonRows(root: JsonValue, toggled: ReadonlySet<string>): JsonRow[] {
  const rows: JsonRow[] = []
  visit(root, null, '', [])
  return rows

  function visit(value: JsonValue, name: string | null, path: string, steps: readonly PathStep[]): void {
    const depth = steps.length
    const children = childrenOf(value)
    if (children === null) {
      rows.push({ path, steps, depth, name, ...leaf(value), branch: false, open: false, value })
      return
    }
    const kind = Array.isArray(value) ? 'array' : 'object'
    const open = children.length > 0 && depth < OPEN_DEPTH !== toggled.has(path)
    rows.push({
      path,
      steps,
      depth,
      name,
      kind,
      text: sizeOf(kind, children.length),
      branch: children.length > 0,
      open,
      value,
    })
    if (!open) return
    for (const [child, inner] of children.slice(0, MAX_CHILDREN)) {
      const step = kind === 'array' ? Number(child) : child
      visit(inner, child, `${path}/${child.replaceAll('~', '~0').replaceAll('/', '~1')}`, [...steps, step])
    }
    const left = children.length - MAX_CHILDREN
    if (left > 0) {
      const text = `${left} more, see the text`
      rows.push({
        path: `${path}/~more`,
        steps,
        depth: depth + 1,
        name: null,
        kind: 'more',
        text,
        branch: false,
        open: false,
        value,
      })
    }
  }
}

function childrenOf(value: JsonValue): [string, JsonValue][] | null {
  if (typeof value !== 'object' || value === null || value instanceof JsonNumber) return null
  return Object.entries(value)
}

function sizeOf(kind: 'object' | 'array', count: number): string {
  if (count === 0) return kind === 'array' ? '[]' : '{}'
  const noun = kind === 'array' ? 'item' : 'field'
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function leaf(value: JsonValue): Pick<JsonRow, 'kind' | 'text'> {
  if (value === null) return { kind: 'null', text: 'null' }
  if (typeof value === 'boolean') return { kind: 'boolean', text: String(value) }
  if (typeof value === 'string') {
    const cut = value.length > MAX_LEAF_CHARACTERS
    return { kind: 'string', text: JSON.stringify(cut ? `${value.slice(0, MAX_LEAF_CHARACTERS)}…` : value) }
  }
  return { kind: 'number', text: value instanceof JsonNumber ? value.source : JSON.stringify(value) }
}

/** jsonText writes a value as JSON again, every number with the digits it came with. */
export function jsonText(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.source
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  const members = Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}:${jsonText(inner)}`)
  return `{${members.join(',')}}`
}
