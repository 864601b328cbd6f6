import type { ParseIssue } from '#lib/shared/credential.ts'
import { findFailure } from './failure-lines.ts'
import { isProduct } from './field-names.ts'
import { jsonExtent } from './json-extent.ts'
import { canBegin, keyOf, lineKind } from './line-kinds.ts'
import { makeIssue } from './make-issue.ts'
import type { PasteLine } from './paste-lines.ts'

/** Segment is one document of the paste: the lines between two prompts, preambles or document marks. */
export interface Segment {
  readonly lines: readonly PasteLine[]
  /** The unit that Juju's preamble names, when it names exactly one. */
  readonly unit: string | null
}

/** Every unit of a model in one paste; more outputs than this are no paste of a person. */
const MAX_DOCUMENTS = 100

export interface Segments {
  readonly segments: readonly Segment[]
  readonly issues: readonly ParseIssue[]
}

/** splitSegments takes the terminal's own lines out and cuts every document to its first and last line of content. */
export function splitSegments(lines: readonly PasteLine[], unit: string | null = null): Segments {
  const issues: ParseIssue[] = []
  const segments: Segment[] = []
  let current: PasteLine[] = []
  let units: (string | null)[] = [unit]
  let waiting: number | null = null
  let inPem = false
  const close = (): void => {
    const only = units.length === 1 ? (units[0] ?? null) : null
    segments.push(...cutSegments(current, issues).map((cut) => ({ lines: cut, unit: only })))
    current = []
  }
  for (const line of lines) {
    if (line.text.includes('-----BEGIN ')) inPem = true
    const seen = inPem ? { kind: 'content' as const } : lineKind(line.text)
    if (line.text.includes('-----END ')) inPem = false
    const failure =
      seen.kind === 'content' && !inPem && !isField(line.text)
        ? findFailure(line.text, line.number, unit)
        : null
    if (failure !== null) issues.push(failure)
    if (seen.kind === 'boundary' || seen.kind === 'preamble') {
      close()
      units = [unit]
    } else if (seen.kind === 'task') {
      units = units.length === 1 && units[0] === unit ? [seen.unit] : [...units, seen.unit]
    } else if (seen.kind === 'waiting') {
      waiting = line.number
    } else if (seen.kind === 'ellipsis') {
      issues.push(makeIssue('ellipsis_line', { line: line.number }))
    } else if (seen.kind === 'content' && failure === null) {
      current.push(line)
    } else {
      current.push({ text: '', number: line.number })
    }
  }
  close()
  if (segments.length === 0 && waiting !== null) issues.push(makeIssue('still_waiting', { line: waiting }))
  return { segments, issues }
}

/** A failure inside a field (`message: …`) is read where the field is: there it is known what it belongs to. */
function isField(text: string): boolean {
  if (/^\s*["'{[]/.test(text)) return true
  const key = keyOf(text)
  return key !== null && !/\s/.test(key)
}

/** What stands between two marks is one block of YAML, or one or more JSON texts with remarks between them. */
function cutSegments(lines: readonly PasteLine[], issues: ParseIssue[]): PasteLine[][] {
  const cut: PasteLine[][] = []
  let rest = lines
  while (rest.length > 0 && cut.length < MAX_DOCUMENTS) {
    const first = rest.findIndex((line) => canBegin(line.text))
    noteIgnored(first < 0 ? rest : rest.slice(0, first), issues)
    if (first < 0) break
    if (/^\s*[{[]/.test(rest[first]?.text ?? '')) {
      const extent = jsonExtent(rest.slice(first))
      if (extent.brokenLine === null) cut.push([...extent.lines])
      else issues.push(makeIssue('broken_line', { line: extent.brokenLine }))
      rest = extent.rest
      continue
    }
    let end = nextOutput(rest, first)
    const next = rest.slice(end)
    while (end > first && isTrailing(rest[end - 1]?.text ?? '')) end--
    cut.push(rest.slice(first, end))
    noteIgnored(rest.slice(end, rest.length - next.length), issues)
    rest = next
  }
  return cut
}

function noteIgnored(lines: readonly PasteLine[], issues: ParseIssue[]): void {
  const ignored = lines.find((line) => line.text.trim() !== '')
  if (ignored !== undefined) issues.push(makeIssue('ignored_lines', { line: ignored.number }))
}

/** Two outputs copied one under the other: the second begins where a product's line comes again behind `ok:`. */
function nextOutput(lines: readonly PasteLine[], first: number): number {
  const seen = new Set<string>()
  for (let at = first; at < lines.length; at++) {
    const text = lines[at]?.text ?? ''
    const key = /^[a-z"']/.test(text) ? keyOf(text) : null
    if (key === null) continue
    if (seen.has(key) && seen.has('ok') && isProduct(key)) return at
    seen.add(key)
  }
  return lines.length
}

/** At the end of block YAML, a line at the margin that is no field and closes nothing is a remark, not the output. */
function isTrailing(text: string): boolean {
  if (text.trim() === '') return true
  return /^[^\s\]}"'-]/.test(text) && keyOf(text) === null
}
