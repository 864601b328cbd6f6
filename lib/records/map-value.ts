import type { CopyMapping } from '#lib/shared/copy-spec.ts'
import { fieldAt, readFieldPath, setField } from './field-path.ts'

/** MappingFault says which rule of a mapping is not right. */
export interface MappingFault {
  /** As in `mapping.fields.2.to`. */
  readonly field: string
  readonly message: string
}

/** ValueMap makes the new text of a JSON value, or null when the value is no JSON object or array. */
export type ValueMap = (text: string) => string | null

type Rules = Pick<CopyMapping, 'fields' | 'constants'>

/** findMappingFault checks the paths of a mapping before anything is copied; null when all are right. */
export function findMappingFault({ fields = [], constants = [] }: Rules): MappingFault | null {
  const from = fields.map((rule, at) => ({ field: `mapping.fields.${at}.from`, text: rule.from }))
  const to = [
    ...fields.map((rule, at) => ({ field: `mapping.fields.${at}.to`, text: rule.to })),
    ...constants.map((rule, at) => ({ field: `mapping.constants.${at}.to`, text: rule.to })),
  ]
  for (const { field, text } of [...from, ...to])
    if (readFieldPath(text) === null)
      return {
        field,
        message: `“${text}” has an empty name in it; write order.id, and \\. for a dot in a name.`,
      }
  for (const [index, one] of to.entries()) {
    const path = readFieldPath(one.text) ?? []
    const other = to.slice(0, index).find(({ text }) => overlaps(path, readFieldPath(text) ?? []))
    if (other)
      return { field: one.field, message: `“${one.text}” and “${other.text}” would stand in the same place.` }
  }
  return null
}

function overlaps(one: readonly string[], other: readonly string[]): boolean {
  return one.slice(0, other.length).every((name, at) => name === other[at])
    ? true
    : other.slice(0, one.length).every((name, at) => name === one[at])
}

/**
 * compileMapping makes the one function that maps values, or null when every value stays as it is. Numbers keep their
 * digits: what a double can't hold goes through unchanged.
 */
export function compileMapping({ fields, constants = [] }: Rules): ValueMap | null {
  if (!fields && constants.length === 0) return null
  const picks = fields?.map((rule) => ({
    from: readFieldPath(rule.from) ?? [],
    to: readFieldPath(rule.to) ?? [],
  }))
  const additions = constants.map(({ to, value }) => ({ to: readFieldPath(to) ?? [], value }))
  return (text) => {
    const value = parse(text)
    // An array has no named fields to add to, but items to pick.
    if (!isContainer(value) || (!picks && Array.isArray(value))) return null
    const mapped = picks ? {} : value
    for (const { from, to } of picks ?? []) {
      const found = fieldAt(value, from)
      if (found !== undefined) setField(mapped, to, found)
    }
    for (const { to, value: fixed } of additions) setField(mapped, to, fixed)
    return JSON.stringify(mapped)
  }
}

/** A number at the top is a frozen object when its digits are kept. */
function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.isExtensible(value)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, keepDigits)
  } catch {
    return null
  }
}

/** JSON.rawJSON is newer than the types. */
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown }

function keepDigits(_name: string, value: unknown, written?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || written?.source === undefined || String(value) === written.source)
    return value
  return rawJSON(written.source)
}
