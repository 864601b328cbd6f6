/** A path that names deeper fields than this names none that anybody has. */
const MAX_DEPTH = 32

/** readFieldPath splits `order.id` into its names; a dot that belongs to a name is written `\.`. Null for an empty name. */
export function readFieldPath(text: string): readonly string[] | null {
  const names = ['']
  for (let at = 0; at < text.length; at++) {
    const last = names.length - 1
    if (text[at] === '\\' && (text[at + 1] === '.' || text[at + 1] === '\\'))
      names[last] = `${names[last] ?? ''}${text[++at] ?? ''}`
    else if (text[at] === '.') names.push('')
    else names[last] = `${names[last] ?? ''}${text[at] ?? ''}`
  }
  return names.includes('') || names.length > MAX_DEPTH ? null : names
}

/** fieldAt gives what stands at a path, an array's items by their numbers; undefined where nothing does. */
export function fieldAt(value: unknown, path: readonly string[]): unknown {
  let at = value
  for (const name of path) {
    if (!isOpen(at) || !Object.hasOwn(at, name)) return undefined
    at = (at as Readonly<Record<string, unknown>>)[name]
  }
  return at
}

/** setField puts a value at a path, with objects on the way where there are none. */
export function setField(root: object, path: readonly string[], value: unknown): void {
  let at = root
  for (const name of path.slice(0, -1)) {
    const next: unknown = Object.hasOwn(at, name)
      ? (at as Readonly<Record<string, unknown>>)[name]
      : undefined
    if (isOpen(next)) at = next
    else {
      const made = {}
      define(at, name, made)
      at = made
    }
  }
  define(at, path.at(-1) ?? '', value)
}

/** A number whose digits are kept (JSON.rawJSON) is a frozen object: it has no fields. */
function isOpen(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.isExtensible(value)
}

/** Never by assignment: a field may be called `__proto__`. */
function define(at: object, name: string, value: unknown): void {
  Object.defineProperty(at, name, { value, writable: true, enumerable: true, configurable: true })
}
