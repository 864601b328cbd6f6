import { RE2JS, RE2JSSyntaxException } from 're2js'
import type { FilterFault } from './filter-issue.ts'

/** A pattern whose repeats unfold to more than this takes megabytes and tens of milliseconds a record. */
const MAX_PROGRAM = 5000

export type CompiledRegex =
  | { readonly fault: FilterFault }
  | { readonly fault: null; readonly test: (text: string) => boolean }

/** compileRegex compiles an RE2 pattern: a match anywhere counts, and takes time in proportion to the text, always. */
export function compileRegex(pattern: string, anyCase: boolean): CompiledRegex {
  try {
    const regex = RE2JS.compile(pattern, anyCase ? RE2JS.CASE_INSENSITIVE : 0)
    if (regex.programSize() > MAX_PROGRAM) return { fault: tooLarge(pattern) }
    return { fault: null, test: (text) => regex.test(text) }
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return { fault: faultOf(pattern, error) }
    return { fault: tooLarge(pattern) }
  }
}

function tooLarge(pattern: string): FilterFault {
  return {
    message: 'The pattern is too large.',
    advice: 'Repeat fewer times: {100} of a part that itself repeats unfolds to much.',
    start: 0,
    end: pattern.length,
  }
}

function faultOf(pattern: string, { error, input }: RE2JSSyntaxException): FilterFault {
  const message = `${error.charAt(0).toUpperCase()}${error.slice(1)}.`
  const advice = adviceFor(error, input)
  if (error === 'missing closing )') return { message, advice, ...openParenthesis(pattern) }
  const start = input === null ? pattern.length - 1 : pattern.lastIndexOf(input)
  if (error === 'unexpected )') return { message, advice, start: pattern.length - 1, end: pattern.length }
  const from = Math.max(0, start)
  return { message, advice, start: from, end: from + (input ?? '\\').length }
}

/** The last parenthesis that was opened and not closed; those that are escaped or in a class are not counted. */
function openParenthesis(pattern: string): { start: number; end: number } {
  const open: number[] = []
  const plain = pattern.replace(/\\.|\[\^?\]?[^\]]*\]/gs, (skipped) => ' '.repeat(skipped.length))
  for (const { 0: character, index } of plain.matchAll(/[()]/g)) {
    if (character === '(') open.push(index)
    else open.pop()
  }
  const start = open.at(-1) ?? 0
  return { start, end: start + 1 }
}

function adviceFor(error: string, input: string | null): string | undefined {
  if (error.includes('Perl syntax') && /^\(\?(<?[=!]|>)/.test(input ?? ''))
    return 'Looking ahead or behind is not offered, so that matching takes linear time.'
  if (error === 'invalid escape sequence' && /^\\[1-9]/.test(input ?? ''))
    return 'Back-references are not offered, so that matching takes linear time.'
  if (error.startsWith('missing closing') || error === 'unexpected )')
    return 'To look for the character itself, put a backslash before it.'
  if (error.startsWith('missing argument to repetition'))
    return 'Write .* for anything; to look for the character itself, put a backslash before it.'
  return error === 'invalid repeat count' ? 'At most 1000, and the smaller number first.' : undefined
}
