import { expressionVariables, LINEAR_MATCHES } from './cel-environment.ts'
import type { FilterFault } from './filter-issue.ts'

/** The part of the library's errors that is used; its `message` also draws the expression. */
export interface CelFailure {
  readonly code: string
  readonly summary: string
  readonly range: { readonly start: number; readonly end: number } | undefined
}

/** What people write who know another language, and what it is here. */
const otherWords: Readonly<Record<string, string>> = {
  '=': 'Compare with == .',
  '&': 'Join conditions with && .',
  '|': 'Give alternatives with || .',
  and: 'Join conditions with && .',
  AND: 'Join conditions with && .',
  or: 'Give alternatives with || .',
  OR: 'Give alternatives with || .',
  not: 'Negate with ! .',
  NOT: 'Negate with ! .',
  like: 'Write value.field.contains("text") or value.field.matches("pattern").',
  '`': 'Texts stand in "quotes".',
}

const tokens: Readonly<Record<string, string>> = {
  EOF: 'the end',
  IDENTIFIER: 'a name',
  STRING: 'a text',
  NUMBER: 'a number',
  RPAREN: ')',
  LPAREN: '(',
  RBRACKET: ']',
  LBRACKET: '[',
  RBRACE: '}',
  LBRACE: '{',
  DOT: '.',
  COMMA: ',',
  COLON: ':',
  QUESTION: '?',
  EQ: '==',
  NE: '!=',
  AND: '&&',
  OR: '||',
  NOT: '!',
  PLUS: '+',
  MINUS: '-',
  MULTIPLY: '*',
  DIVIDE: '/',
  MODULO: '%',
  IN: 'in',
  LT: '<',
  LE: '<=',
  GT: '>',
  GE: '>=',
}

/** faultOfFailure says in our words what the library finds wrong with an expression, where, and what to write instead. */
export function faultOfFailure(text: string, { code, summary, range }: CelFailure): FilterFault {
  const place = range ?? { start: 0, end: text.length }
  const found = text.slice(place.start, place.end)
  const word = /^\w+/.exec(text.slice(place.start))?.[0] ?? found
  if (Object.hasOwn(otherWords, word))
    return { message: `${word} has no meaning here.`, advice: otherWords[word], ...place }
  return { message: messageFor(summary), advice: adviceFor(code, found, summary), ...place }
}

/** Types as they are called in the help. */
export function plainTypes(summary: string): string {
  return summary
    .replace(/google\.protobuf\.Timestamp/g, 'timestamp')
    .replace(/google\.protobuf\.Duration/g, 'duration')
    .replace(/dyn<([^<>]*)>/g, '$1')
}

function messageFor(summary: string): string {
  const expected = /^Expected (\w+), got (\w+)$/.exec(summary)
  if (expected) return `Expected ${tokenName(expected[1])}, found ${tokenName(expected[2])}.`
  const unexpected = /^Unexpected token: (\w+)$/.exec(summary)
  if (unexpected)
    return unexpected[1] === 'EOF'
      ? 'Something is missing at the end.'
      : `Found ${tokenName(unexpected[1])} where something else must stand.`
  const plain = plainTypes(summary)
  const overload = /^no such overload: (.*)$/.exec(plain)
  if (overload) return `${overload[1]} can't be computed: the types don't fit.`
  const call = /^found no matching overload for '(?:.*\.)?(\w+)\((.*)\)'$/.exec(plain)
  if (call) return `${plainCall(call[1])} can't be called here with (${call[2]}).`
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}${plain.endsWith('.') ? '' : '.'}`
}

function tokenName(token = ''): string {
  return tokens[token] ?? token
}

/** `matches` is sent to an engine of ours under another name. */
function plainCall(name = ''): string {
  return name === LINEAR_MATCHES ? 'matches' : name
}

function adviceFor(code: string, found: string, summary: string): string | undefined {
  if (code === 'unknown_variable') return nameAdvice(found)
  if (code === 'unterminated_string') return 'Close it with the quote that it began with.'
  if (code === 'no_such_overload' && summary.includes('Timestamp'))
    return 'Compare timestamp with milliseconds since 1970, or with timestamp("2026-01-31T00:00:00Z").'
  if (code === 'no_such_overload')
    return 'Texts stand in "quotes", numbers do not; int("5") and string(5) convert.'
  if (code === 'no_matching_overload')
    return 'There are contains, startsWith, endsWith, matches, size, has, int, double, string, timestamp, lowerAscii, exists and all.'
  return undefined
}

function nameAdvice(name: string): string {
  const plain = name.toLowerCase()
  const near = Object.keys(expressionVariables).find((known) =>
    [plain, `${plain}s`, plain.replace(/s$/, '')].includes(known.toLowerCase()),
  )
  if (near !== undefined) return `It is called ${near}.`
  return `A field of the value is value.${name}, a header headers["${name}"], a text stands in "quotes".`
}
