import type { ParseIssue } from '#lib/shared/credential.ts'
import { makeIssue } from './make-issue.ts'
import type { PasteLine } from './paste-lines.ts'

const FENCE = /^\s{0,3}(?:`{3,}|~{3,})[\w.+-]{0,20}\s*$/
const QUOTE_MARK = /^\s{0,3}>[ \t]?/

/**
 * unwrapChat takes off what chats and documents put around a text: the marks `> ` of a quotation, and markdown
 * fences. With fences, only what stands inside counts, and each begins a document of its own.
 */
export function unwrapChat(lines: readonly PasteLine[]): { lines: PasteLine[]; issues: ParseIssue[] } {
  const issues: ParseIssue[] = []
  const plain = unquote(lines, issues)
  const fences = plain.filter((line) => FENCE.test(line.text)).length
  if (fences === 0) return { lines: plain, issues }
  let inside = false
  const ignored: PasteLine[] = []
  const kept = plain.map((line) => {
    if (FENCE.test(line.text)) {
      inside = !inside
      return { text: '---', number: line.number }
    }
    // A single fence is one half of a pair whose other half was not copied: keep both sides of it.
    if (inside || fences === 1) return line
    if (line.text.trim() !== '') ignored.push(line)
    return { text: '', number: line.number }
  })
  if (ignored[0] !== undefined) issues.push(makeIssue('ignored_lines', { line: ignored[0].number }))
  return { lines: kept, issues }
}

function unquote(lines: readonly PasteLine[], issues: ParseIssue[]): PasteLine[] {
  let current = [...lines]
  // A quotation of a quotation of a quotation is the most that a mail thread makes of it.
  for (let depth = 0; depth < 3; depth++) {
    const filled = current.filter((line) => line.text.trim() !== '')
    const quoted = filled.filter((line) => QUOTE_MARK.test(line.text))
    if (quoted.length < 2) break
    const other = filled.find((line) => !QUOTE_MARK.test(line.text))
    if (other !== undefined && quoted.length < filled.length / 2) break
    if (other !== undefined) issues.push(makeIssue('ignored_lines', { line: other.number }))
    current = current.map((line) => ({
      text: QUOTE_MARK.test(line.text) ? line.text.replace(QUOTE_MARK, '') : '',
      number: line.number,
    }))
  }
  return current
}
