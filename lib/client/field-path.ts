import { fieldOf } from '#lib/records/filter-for-field.ts'

/**
 * FieldPath names a part of a record, as the filter's expressions do: the key or the value, a field somewhere in
 * either, or a header.
 */
export type FieldPath =
  | { readonly of: 'key' | 'value'; readonly steps: readonly PathStep[] }
  | { readonly of: 'header'; readonly name: string }

/** A member's name, or the place of an item in a list. */
export type PathStep = string | number

/** formatFieldPath writes a path: `value.user.id`, `key["odd name"]`, `value.items[0]`, `headers["trace"]`. */
export function formatFieldPath(path: FieldPath): string {
  return fieldOf(path.of === 'header' ? ['headers', path.name] : [path.of, ...path.steps])
}

/** Longer than any path that a person writes. */
const MAX_PATH_CHARACTERS = 500
const step = /^(?:\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d{1,9})\]|\[("(?:[^"\\]|\\.)*")\])/

/** parseFieldPath reads what formatFieldPath writes; null for anything else. */
export function parseFieldPath(text: string): FieldPath | null {
  const start = /^(key|value|headers)/.exec(text)?.[1]
  if (start === undefined || text.length > MAX_PATH_CHARACTERS) return null
  const steps = parseSteps(text.slice(start.length))
  if (steps === null) return null
  if (start === 'key' || start === 'value') return { of: start, steps }
  const [name, ...more] = steps
  return typeof name === 'string' && more.length === 0 ? { of: 'header', name } : null
}

function parseSteps(text: string): PathStep[] | null {
  const steps: PathStep[] = []
  for (let rest = text; rest !== ''; ) {
    const match = step.exec(rest)
    if (match === null) return null
    const [whole, name, index, quoted] = match
    const read = quoted === undefined ? (name ?? Number(index)) : readQuoted(quoted)
    if (read === null) return null
    steps.push(read)
    rest = rest.slice(whole.length)
  }
  return steps
}

function readQuoted(text: string): string | null {
  try {
    return JSON.parse(text) as string
  } catch {
    return null
  }
}
