import type { ParseIssue } from '#lib/shared/credential.ts'
import { findFailure } from './failure-lines.ts'
import { canBegin, keyOf, lineKind } from './line-kinds.ts'
import { makeIssue } from './make-issue.ts'
import type { PasteLine } from './paste-lines.ts'

/** Segment is one document of the paste: the lines between two prompts, preambles or document marks. */
export interface Segment {
  readonly lines: readonly PasteLine[]
  /** The unit that Juju's preamble names, when it names exactly one. */
  readonly unit: string | null
}

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
    const cut = cutSegment(current, issues)
    if (cut.length > 0) segments.push({ lines: cut, unit: units.length === 1 ? (units[0] ?? null) : null })
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

function cutSegment(lines: readonly PasteLine[], issues: ParseIssue[]): PasteLine[] {
  const first = lines.findIndex((line) => canBegin(line.text))
  if (first < 0) return []
  const ignored = lines.slice(0, first).find((line) => line.text.trim() !== '')
  let end = lines.length
  if (!/^\s*[{[]/.test(lines[first]?.text ?? '')) {
    while (end > first && isTrailing(lines[end - 1]?.text ?? '')) end--
  } else {
    while (end > first && (lines[end - 1]?.text ?? '').trim() === '') end--
  }
  const trailing = lines.slice(end).find((line) => line.text.trim() !== '')
  for (const line of [ignored, trailing]) {
    if (line !== undefined) issues.push(makeIssue('ignored_lines', { line: line.number }))
  }
  return lines.slice(first, end)
}

/** At the end of block YAML, a line at the margin that is no field and closes nothing is a remark, not the output. */
function isTrailing(text: string): boolean {
  if (text.trim() === '') return true
  return /^[^\s\]}"'-]/.test(text) && keyOf(text) === null
}
