import type { ParseIssue } from '#lib/shared/credential.ts'
import { makeIssue } from './make-issue.ts'
import type { PasteLine } from './paste-lines.ts'

/**
 * Marks are what makes a YAML parser work: words, and YAML's own characters. Ten units' output as JSON, or a chain of
 * ten certificates with every product, have under 3,000; 64 KiB of quotes would keep the parser busy for a second.
 */
export const MAX_MARKS = 6000
const INDICATORS = ',[]{}"\'>|&*!%@`#?:'
/** Brackets or list dashes opened inside each other. The parser recurses; our walk allows eight levels. */
const MAX_OPEN = 30

/** findExcess refuses, before any parser sees it, a text whose structure is beyond every real output. */
export function findExcess(lines: readonly PasteLine[]): ParseIssue | null {
  let marks = 0
  let open = 0
  for (const { text, number } of lines) {
    let inWord = false
    let dashes = 0
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      const isBlank = code === 32 || code === 9
      if (!isBlank && !inWord) {
        marks++
        if (isIndicator(code) && isBlankOrEnd(text.charCodeAt(at + 1))) dashes++
      }
      inWord = !isBlank
      if (code === 0x5b || code === 0x7b) open++
      else if (code === 0x5d || code === 0x7d) open = Math.max(0, open - 1)
      if (INDICATORS.includes(text.charAt(at))) marks++
    }
    if (text !== '') marks++
    if (open > MAX_OPEN || dashes > MAX_OPEN) return makeIssue('too_deep', { line: number })
    if (marks > MAX_MARKS) return makeIssue('too_many_parts', { line: number })
  }
  return null
}

/** `- - - x` and `? ? ? x` nest as well. */
function isIndicator(code: number): boolean {
  return code === 0x2d || code === 0x3f
}

function isBlankOrEnd(code: number): boolean {
  return Number.isNaN(code) || code === 32 || code === 9
}
