import type { ParseIssue } from '#lib/shared/credential.ts'
import { type IssueCode, makeIssue } from './make-issue.ts'
import type { PasteLine } from './paste-lines.ts'

/** One bad document can have a no-break space on every line; ten name the trouble well enough. */
const MAX_CHARACTER_ISSUES = 10

const NO_BREAK_SPACE = /[\u00A0\u2007\u202F]/
/** Zero-width characters, direction marks and overrides, separators; not the variation marks of an emoji in a prompt. */
const INVISIBLE = /[[\p{Default_Ignorable_Code_Point}\u2028\u2029]--[\uFE00-\uFE0F]]/v
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFF9-\uFFFB]/

/** refusedCharacters names the lines where an invisible character stands outside quotes; inside, R7 keeps it as it is. */
export function refusedCharacters(lines: readonly PasteLine[]): ParseIssue[] {
  const issues: ParseIssue[] = []
  let quote: string | null = null
  for (const line of lines) {
    const outside = textOutsideQuotes(line.text, quote)
    quote = outside.quote
    const code = refusalOf(outside.text)
    if (code !== null && issues.length < MAX_CHARACTER_ISSUES)
      issues.push(makeIssue(code, { line: line.number }))
  }
  return issues
}

function refusalOf(text: string): IssueCode | null {
  if (CONTROL.test(text)) return 'control_character'
  if (NO_BREAK_SPACE.test(text)) return 'no_break_space'
  if (INVISIBLE.test(text)) return 'invisible_character'
  return null
}

function textOutsideQuotes(text: string, open: string | null): { text: string; quote: string | null } {
  let quote = open
  let outside = ''
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    if (quote === '"' && character === '\\') at++
    else if (quote === "'" && character === "'" && text[at + 1] === "'") at++
    else if (character === quote) quote = null
    else if (quote === null && (character === '"' || character === "'") && mayOpen(text, at))
      quote = character
    else if (quote === null) outside += character
  }
  return { text: outside, quote }
}

/** More than this padding before a value is no output of Juju, and looking back further for each quote is quadratic. */
const LOOK_BACK = 40

/** A quote opens a YAML or JSON text only where a value or key may begin. */
function mayOpen(text: string, at: number): boolean {
  let before = at - 1
  while (before >= 0 && at - before < LOOK_BACK && (text[before] === ' ' || text[before] === '\t')) before--
  if (before < 0) return true
  const character = text[before] ?? ''
  return ',[{:'.includes(character) || ('-?'.includes(character) && before < at - 1)
}
