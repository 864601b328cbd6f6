import { generators } from './template-generators.ts'

/** What a template may ask for while it is rendered. Injected, so that a test, or a sample on a page, is repeatable. */
export interface TemplateSource {
  /** The record's number in its job, from 0. */
  readonly sequence: number
  /** Milliseconds since 1970 in UTC. */
  readonly now: number
  /** From 0 up to, not including, 1. */
  readonly random: () => number
  /** A random UUID of version 4, with hyphens. */
  uuid(): string
}

export type Template = (source: TemplateSource) => string

/** TemplateError says what is wrong in a template, and where: `line` and `column` begin at 1. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
  readonly line: number
  readonly column: number
  readonly advice: string

  constructor(problem: string, place: { line: number; column: number }, advice: string) {
    super(`Line ${place.line}, column ${place.column}: ${problem}`)
    this.line = place.line
    this.column = place.column
    this.advice = advice
  }
}

const OPEN = '{{'
const CLOSE = '}}'
const NAMES = `Known are ${Object.keys(generators)
  .map((name) => `{{${name}}}`)
  .join(', ')}.`
// A name out of a template is repeated in a message: short, and nothing but what a name has.
const SHOWN_NAME = /^[A-Za-z][A-Za-z0-9]{0,39}$/

function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: at - lineStart + 1 }
}

function parseExpression(text: string, open: number, expression: string): Template {
  const fail = (problem: string, advice: string) => new TemplateError(problem, placeOf(text, open), advice)
  const [name = '', ...args] = expression.trim().split(/\s+/)
  if (name === '') throw fail('nothing stands between {{ and }}.', NAMES)
  const generator = Object.hasOwn(generators, name) ? generators[name as keyof typeof generators] : undefined
  if (!generator)
    throw fail(SHOWN_NAME.test(name) ? `there is no {{${name}}}.` : 'this is no generator.', NAMES)
  const made = generator(args)
  if (typeof made === 'string')
    throw fail(`{{${name}}}: ${made}`, 'Write the arguments with blanks between them.')
  return made
}

/**
 * compileTemplate reads a text with generators in double braces, such as `{"id":"{{uuid}}","n":{{randomInt 1 6}}}`.
 * `\{{` stands for two braces as they are. Throws TemplateError on the first mistake.
 */
export function compileTemplate(text: string): Template {
  const parts: (string | Template)[] = []
  let literal = ''
  let at = 0
  for (;;) {
    const open = text.indexOf(OPEN, at)
    if (open < 0) break
    if (text[open - 1] === '\\' && open > at) {
      literal += text.slice(at, open - 1) + OPEN
      at = open + OPEN.length
      continue
    }
    const close = text.indexOf(CLOSE, open)
    if (close < 0)
      throw new TemplateError(
        '{{ is never closed.',
        placeOf(text, open),
        'Close it with }}, or write \\{{ for the braces themselves.',
      )
    literal += text.slice(at, open)
    if (literal) parts.push(literal)
    literal = ''
    parts.push(parseExpression(text, open, text.slice(open + OPEN.length, close)))
    at = close + CLOSE.length
  }
  literal += text.slice(at)
  if (literal) parts.push(literal)
  return join(parts)
}

function join(parts: readonly (string | Template)[]): Template {
  const [only] = parts
  if (parts.length === 0) return () => ''
  if (parts.length === 1 && only !== undefined) return typeof only === 'string' ? () => only : only
  return (source) => {
    let text = ''
    for (const part of parts) text += typeof part === 'string' ? part : part(source)
    return text
  }
}
