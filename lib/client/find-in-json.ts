import type { PathStep } from './field-path.ts'

/** JsonFinding is where a field stands in a text, or why it was not found. */
export type JsonFinding =
  | { readonly type: 'found'; readonly from: number; readonly to: number; readonly whole: boolean }
  /** There is no such field; `beyond`: in what is here of a text that was cut off. */
  | { readonly type: 'missing' | 'beyond' }

const MISSING: JsonFinding = { type: 'missing' }
const BEYOND: JsonFinding = { type: 'beyond' }

/**
 * findInJson finds the text of one field in JSON without making anything of the rest, so that a number keeps all its
 * digits, and so that it also works on the beginning of a long value (`cut`). Of a name that comes twice the last one
 * counts, as it does for JSON.parse. A text that is no JSON has no fields.
 */
export function findInJson(text: string, steps: readonly PathStep[], cut = false): JsonFinding {
  let at = skipBlanks(text, 0)
  if (at >= text.length) return cut ? BEYOND : MISSING
  if (text[at] !== '{' && text[at] !== '[') return MISSING
  for (const step of steps) {
    if (at >= text.length) return cut ? BEYOND : MISSING
    const next = typeof step === 'number' ? findItem(text, at, step) : findMember(text, at, step)
    if (next === MISSING_AT) return MISSING
    if (next === CUT_AT) return cut ? BEYOND : MISSING
    at = next
  }
  const to = skipValue(text, at)
  if (to !== CUT_AT) return { type: 'found', from: at, to, whole: true }
  if (!cut || at >= text.length) return cut ? BEYOND : MISSING
  return { type: 'found', from: at, to: text.length, whole: false }
}

const MISSING_AT = -1
/** The text ends before what was looked for. */
const CUT_AT = -2

/** Where the value of a member begins. */
function findMember(text: string, open: number, name: string): number {
  if (text[open] !== '{') return MISSING_AT
  let found = MISSING_AT
  for (let at = skipBlanks(text, open + 1); ; ) {
    if (at >= text.length) return found === MISSING_AT ? CUT_AT : found
    if (text[at] !== '"') return found
    const end = skipString(text, at)
    if (end === CUT_AT) return found === MISSING_AT ? CUT_AT : found
    const value = skipBlanks(text, skipBlanks(text, end) + 1)
    if (isName(text.slice(at, end), name)) found = value
    const next = nextOf(text, skipValue(text, value))
    if (next === CUT_AT) return found === MISSING_AT ? CUT_AT : found
    if (next === MISSING_AT) return found
    at = next
  }
}

function findItem(text: string, open: number, index: number): number {
  if (text[open] !== '[') return MISSING_AT
  let at = skipBlanks(text, open + 1)
  if (text[at] === ']') return MISSING_AT
  for (let passed = 0; passed < index; passed += 1) {
    at = nextOf(text, skipValue(text, at))
    if (at < 0) return at
  }
  return at >= text.length ? CUT_AT : at
}

/** Where the next member or item begins, after the one that ends at `end`. */
function nextOf(text: string, end: number): number {
  if (end === CUT_AT) return CUT_AT
  const at = skipBlanks(text, end)
  if (at >= text.length) return CUT_AT
  return text[at] === ',' ? skipBlanks(text, at + 1) : MISSING_AT
}

function isName(quoted: string, name: string): boolean {
  if (!quoted.includes('\\')) return quoted.length === name.length + 2 && quoted.slice(1, -1) === name
  try {
    return JSON.parse(quoted) === name
  } catch {
    return false
  }
}

function skipValue(text: string, at: number): number {
  const first = text[at]
  if (first === undefined) return CUT_AT
  if (first === '"') return skipString(text, at)
  return first === '{' || first === '[' ? skipBranch(text, at) : skipWord(text, at)
}

function skipBranch(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; ) {
    const char = text[at]
    if (char === '"') {
      at = skipString(text, at)
      if (at === CUT_AT) return CUT_AT
      continue
    }
    if (char === '{' || char === '[') depth += 1
    if (char === '}' || char === ']') depth -= 1
    at += 1
    if (depth === 0) return at
  }
  return CUT_AT
}

function skipString(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at + 1
  }
  return CUT_AT
}

/** A number or a word ends where something else begins; at the very end of a text it may go on. */
function skipWord(text: string, from: number): number {
  let at = from
  while (at < text.length && !/[\s,}\]]/.test(text[at] ?? '')) at += 1
  return at >= text.length ? CUT_AT : at
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/.test(text[at] ?? '')) at += 1
  return at
}
