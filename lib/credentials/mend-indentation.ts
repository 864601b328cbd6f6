import type { ParseIssue } from '#lib/shared/credential.ts'
import { fieldName, isKnownField } from './field-names.ts'
import { keyOf } from './line-kinds.ts'
import { makeIssue } from './make-issue.ts'
import type { PasteLine } from './paste-lines.ts'

/**
 * mendIndentation repairs what copying by hand does to indentation, and says so: tabs; a first line that begins in
 * the middle of its indentation; inner lines without their product's line; PEM lines that lost theirs.
 */
export function mendIndentation(lines: readonly PasteLine[]): { lines: PasteLine[]; issues: ParseIssue[] } {
  const issues: ParseIssue[] = []
  const first = lines[0]
  if (first === undefined || /^\s*[{[]/.test(first.text)) return { lines: [...lines], issues }
  let mended = expandTabs(lines, issues)
  mended = alignFirstLine(mended, issues)
  mended = dedent(mended)
  mended = indentPem(mended, issues)
  return { lines: mended, issues }
}

function expandTabs(lines: readonly PasteLine[], issues: ParseIssue[]): PasteLine[] {
  const tabbed = lines.find((line) => /^ *\t/.test(line.text) && line.text.trim() !== '')
  if (tabbed === undefined) return [...lines]
  issues.push(makeIssue('tab_indentation', { line: tabbed.number }))
  return lines.map((line) => ({
    text: line.text.replace(/^[ \t]+/, (blanks) => blanks.replaceAll('\t', '  ')),
    number: line.number,
  }))
}

function indentOf(text: string): number {
  return /^ */.exec(text)?.[0].length ?? 0
}

function isFieldWithValue(text: string): boolean {
  const key = keyOf(text)
  return (
    key !== null && isKnownField(fieldName(key).name) && !/:\s*(?:[|>][+-]?\d?)?\s*$/.test(text.slice(0, 400))
  )
}

/** `consumer-group-prefix: x` at the margin and `  endpoints: …` below it: the selection began after the blanks. */
function alignFirstLine(lines: PasteLine[], issues: ParseIssue[]): PasteLine[] {
  const [first, ...rest] = lines
  const next = rest.find((line) => keyOf(line.text) !== null)
  if (first === undefined || next === undefined || !isFieldWithValue(first.text)) return lines
  const key = keyOf(next.text)
  const missing = indentOf(next.text) - indentOf(first.text)
  if (missing <= 0 || key === null || !isKnownField(fieldName(key).name)) return lines
  issues.push(makeIssue('repaired_indentation', { line: first.number }))
  return [{ text: ' '.repeat(missing) + first.text, number: first.number }, ...rest]
}

/** Inner lines copied with their indentation: `ok: "True"` at the margin below them would else end the document. */
function dedent(lines: PasteLine[]): PasteLine[] {
  const indent = indentOf(lines[0]?.text ?? '')
  if (indent === 0) return lines
  return lines.map((line) => ({
    text: line.text.slice(Math.min(indent, indentOf(line.text))),
    number: line.number,
  }))
}

function indentPem(lines: PasteLine[], issues: ParseIssue[]): PasteLine[] {
  let keyIndent = 0
  let inPem = false
  let repaired = false
  return lines.map((line) => {
    if (line.text.includes('-----BEGIN ') && keyOf(line.text) === null) inPem = true
    const lost =
      inPem && line.text.trim() !== '' && indentOf(line.text) <= keyIndent && keyOf(line.text) === null
    if (line.text.includes('-----END ')) inPem = false
    if (!inPem && !lost && keyOf(line.text) !== null) keyIndent = indentOf(line.text)
    if (!lost) return line
    if (!repaired) issues.push(makeIssue('repaired_indentation', { line: line.number }))
    repaired = true
    return { text: ' '.repeat(keyIndent + 2) + line.text.trimStart(), number: line.number }
  })
}
