import type { KafkaRecord } from '#lib/shared/record.ts'
import { formatFieldPath, type PathStep } from '../field-path.ts'
import type { SeenField } from './protocol.ts'

/** More fields than this are found by typing their path. */
const MAX_FIELDS = 300
/** Deeper fields are added from the record's tree. */
const MAX_DEPTH = 6
const EXAMPLE_CHARACTERS = 40

/** seenFields lists the fields that records have, those that most of them have first. Lists are shown whole. */
export function seenFields(records: readonly KafkaRecord[]): SeenField[] {
  const seen = new Map<string, { path: string; example: string; count: number }>()
  function see(path: string, value: unknown): void {
    const known = seen.get(path)
    if (known !== undefined) known.count += 1
    else if (seen.size < MAX_FIELDS) seen.set(path, { path, example: exampleOf(value), count: 1 })
  }
  for (const record of records) {
    for (const part of ['key', 'value'] as const) {
      const bytes = record[part]
      if (bytes === null || !('text' in bytes)) continue
      walk(readJson(bytes.text), [], (steps, value) => see(formatFieldPath({ of: part, steps }), value))
    }
    for (const [name, value] of record.headers) {
      see(formatFieldPath({ of: 'header', name }), value !== null && 'text' in value ? value.text : value)
    }
  }
  return [...seen.values()]
    .toSorted((a, b) => b.count - a.count)
    .map(({ path, example }) => ({ path, example }))
}

function walk(
  value: unknown,
  steps: readonly PathStep[],
  see: (steps: readonly PathStep[], value: unknown) => void,
): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && steps.length < MAX_DEPTH) {
    for (const [name, inner] of Object.entries(value)) walk(inner, [...steps, name], see)
  } else if (steps.length > 0) {
    see(steps, value)
  }
}

function readJson(text: string): unknown {
  if (!text.trimStart().startsWith('{')) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function exampleOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > EXAMPLE_CHARACTERS ? `${text.slice(0, EXAMPLE_CHARACTERS)}…` : text
}
