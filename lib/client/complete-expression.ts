import { type FieldPath, fieldOf } from '#lib/records/filter-for-field.ts'
import type { KafkaRecord } from '#lib/shared/record.ts'

const variables = [
  'value',
  'key',
  'headers',
  'timestamp',
  'partition',
  'offset',
  'topic',
  'size',
  'keySize',
  'valueSize',
  'headersAll',
]

/** More can't be looked through; what is typed narrows them. */
const MAX_SHOWN = 12
const MAX_FIELDS = 300
const MAX_DEPTH = 6

export interface Completion {
  /** Where the word that is being typed begins. */
  readonly from: number
  readonly words: readonly string[]
}

/** fieldsOf gives the fields of some records as an expression names them: `value.order.id`, `headers["trace"]`. */
export function fieldsOf(records: readonly KafkaRecord[]): string[] {
  const found = new Set<string>()
  for (const { key, value, headers } of records) {
    for (const [root, part] of [
      ['value', value],
      ['key', key],
    ] as const)
      if (part !== null && 'text' in part) collect([root], jsonOf(part.text), found)
    for (const [name] of headers) found.add(fieldOf(['headers', name]))
  }
  return [...found].slice(0, MAX_FIELDS)
}

/** completeExpression gives what the word before the caret may become; nothing inside of a text. */
export function completeExpression(text: string, caret: number, fields: readonly string[]): Completion {
  const before = text.slice(0, caret)
  const outside = before.replace(/"(?:\\.|[^"\\])*"/g, (whole) => 'x'.repeat(whole.length))
  const word = /[A-Za-z_][\w.[\]"-]*$/.exec(before)?.[0] ?? ''
  if (word === '' || (outside.includes('"') && !/\["[^"]*$/.test(word))) return { from: caret, words: [] }
  const typed = word.toLowerCase()
  const all = [...variables, ...fields].filter((each) => each !== word)
  const words = [
    ...all.filter((each) => each.toLowerCase().startsWith(typed)),
    ...all.filter((each) => !each.toLowerCase().startsWith(typed) && each.toLowerCase().includes(typed)),
  ]
  return { from: caret - word.length, words: words.slice(0, MAX_SHOWN) }
}

function collect(path: FieldPath, value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  for (const [name, inner] of Object.entries(value)) {
    if (found.size >= MAX_FIELDS) return
    const field: FieldPath = [...path, name]
    found.add(fieldOf(field))
    if (field.length < MAX_DEPTH) collect(field, inner, found)
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
