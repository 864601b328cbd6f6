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
  depth: number
  /** The member's name or the item's index; null for the root. */
  name: string | null
  kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'more'
  /** The value of a leaf, or how much a branch holds. */
  text: string
  branch: boolean
  open: boolean
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
    return JSON.parse(text, exactNumber) as JsonValue
  } catch {
    return null
  }
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
  visit(root, null, '', 0)
  return rows

  function visit(value: JsonValue, name: string | null, path: string, depth: number): void {
    const children = childrenOf(value)
    if (children === null) {
      rows.push({ path, depth, name, ...leaf(value), branch: false, open: false })
      return
    }
    const kind = Array.isArray(value) ? 'array' : 'object'
    const open = children.length > 0 && depth < OPEN_DEPTH !== toggled.has(path)
    rows.push({
      path,
      depth,
      name,
      kind,
      text: sizeOf(kind, children.length),
      branch: children.length > 0,
      open,
    })
    if (!open) return
    for (const [child, inner] of children.slice(0, MAX_CHILDREN)) {
      visit(inner, child, `${path}/${child.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1)
    }
    const left = children.length - MAX_CHILDREN
    if (left > 0) {
      const text = `${left} more, see the text`
      rows.push({
        path: `${path}/~more`,
        depth: depth + 1,
        name: null,
        kind: 'more',
        text,
        branch: false,
        open: false,
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
