import { fieldName, isProduct, isSecretField, secretFields } from './field-names.ts'
import { isEnvelopeKey, unitName } from './line-kinds.ts'

/** SecretRange is where a secret stands in the text, in UTF-16 positions, `to` exclusive. */
export interface SecretRange {
  readonly from: number
  readonly to: number
  /** The known field's name, or `secret` for what only looks like one. */
  readonly field: string
}

/** A key is short; a longer run of letters before a colon is a sentence. */
const FIELD = /^([ \t>]*(?:- )?["']?)([A-Za-z][\w. -]{0,60}?)(["']?[ \t]*:)(?:[ \t]+|$)/
const JSON_FIELD = /(?<!\\)(\\{0,7})"([A-Za-z][\w. -]{0,60})\1"\s{0,10}:\s{0,10}\1"/g
/** A line of the inner output of a unit, where it stands as one JSON string: its line ends are written `\n`. */
const ESCAPED_FIELD = /\\n {0,40}([A-Za-z][\w.-]{0,60}): {1,4}((?:(?!\\n)[^"\n])+)/g
const URL_PASSWORD = /:\/\/[^\s:/@"']{0,200}:([^\s@"'/]{1,500})@/g
const KEY_BLOCK = /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----/g

/**
 * findSecretRanges finds the secrets of a paste while it is being typed, also where the text is not (yet) valid, so
 * that a page can hide them. It looks at names and shapes only and prefers hiding too much. Ranges are sorted and
 * don't overlap. Linear in the text's length.
 */
export function findSecretRanges(text: string): SecretRange[] {
  const ranges = [
    ...jsonRanges(text),
    ...yamlRanges(text),
    ...escapedRanges(text),
    ...urlRanges(text),
    ...keyRanges(text),
  ]
  ranges.sort((one, other) => one.from - other.from || other.to - one.to)
  const merged: SecretRange[] = []
  for (const range of ranges) {
    const last = merged.at(-1)
    if (range.from >= range.to) continue
    if (last !== undefined && range.from < last.to) {
      merged[merged.length - 1] = { ...last, to: Math.max(last.to, range.to) }
    } else {
      merged.push(range)
    }
  }
  return merged
}

function secretNameOf(key: string): string | null {
  const { name } = fieldName(key)
  if (secretFields.has(name)) return name
  if (isProduct(name) || isEnvelopeKey(key) || unitName(key) !== null) return null
  return isSecretField(name) && !isPlainWord(name) ? 'secret' : null
}

/** Names of Juju's own fields inside JSON, and the request's fields inside `data`: no secrets. */
function isPlainWord(name: string): boolean {
  return [
    'provided-secrets',
    'requested-secrets',
    'units',
    'issues',
    'application',
    'workload-version',
  ].includes(name)
}

function yamlRanges(text: string): SecretRange[] {
  const ranges: SecretRange[] = []
  let open: { indent: number; field: string; from: number; to: number } | null = null
  let at = 0
  for (const line of text.split('\n')) {
    const indent = /^[ \t>]*/.exec(line)?.[0].length ?? 0
    const match = FIELD.exec(line.slice(0, 400))
    const blank = line.trim() === ''
    // A deeper line without a key of its own continues the value above it.
    if (open !== null && !blank && (indent <= open.indent || match !== null)) {
      ranges.push(open)
      open = null
    }
    if (open !== null && !blank) open.to = at + line.trimEnd().length
    const field = match === null ? null : secretNameOf(match[2] ?? '')
    if (match !== null && field !== null) {
      open = { indent, field, from: at + match[0].length, to: at + line.trimEnd().length }
    }
    at += line.length + 1
  }
  if (open !== null) ranges.push(open)
  return ranges
}

function jsonRanges(text: string): SecretRange[] {
  const ranges: SecretRange[] = []
  for (const match of text.matchAll(JSON_FIELD)) {
    const field = secretNameOf(match[2] ?? '')
    if (field === null) continue
    const from = match.index + match[0].length
    ranges.push({ from, to: endOfString(text, from, match[1]?.length ?? 0), field })
  }
  return ranges
}

function escapedRanges(text: string): SecretRange[] {
  return [...text.matchAll(ESCAPED_FIELD)].flatMap((match) => {
    const field = secretNameOf(match[1] ?? '')
    const to = match.index + match[0].length
    return field === null ? [] : [{ from: to - (match[2] ?? '').length, to, field }]
  })
}

/** The string ends at the first quote with no more backslashes than the opening one had. */
function endOfString(text: string, from: number, depth: number): number {
  let slashes = 0
  for (let at = from; at < text.length; at++) {
    const character = text[at]
    if (character === '"' && slashes <= depth) return at - slashes
    if (character === '\n') return at
    slashes = character === '\\' ? slashes + 1 : 0
  }
  return text.length
}

function urlRanges(text: string): SecretRange[] {
  return [...text.matchAll(URL_PASSWORD)].map((match) => {
    const to = match.index + match[0].length - 1
    return { from: to - (match[1]?.length ?? 0), to, field: 'uris' }
  })
}

function keyRanges(text: string): SecretRange[] {
  const ranges: SecretRange[] = []
  for (const match of text.matchAll(KEY_BLOCK)) {
    const from = match.index + match[0].length
    const end = text.indexOf('-----END', from)
    ranges.push({ from, to: end < 0 ? text.length : end, field: 'secret' })
    // Without an end the rest is hidden already; looking again for each beginning would be quadratic.
    if (end < 0) break
  }
  return ranges
}
