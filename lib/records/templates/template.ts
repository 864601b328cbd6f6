import type { FakeNames, Generator } from './generator.ts'
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
const KNOWN =
  'Known are uuid, sequence, now, randomInt, choice, regex, fullName and others: see the list of generators.'
const QUOTED = "Quotes are closed by ', and followed by a blank or }}; two '' stand for one in the text."
// A name out of a template is repeated in a message: short, and nothing but what a name has.
const SHOWN_NAME = /^[A-Za-z][A-Za-z0-9]{0,39}$/
const BLANK = /\s/

function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: at - lineStart + 1 }
}

interface Expression {
  readonly words: readonly string[]
  /** Where the text goes on after the braces. */
  readonly end: number
}

/** Reads words up to the closing braces; one in single quotes may have blanks and braces. */
function readExpression(text: string, open: number): Expression {
  const words: string[] = []
  let at = open + OPEN.length
  for (;;) {
    while (BLANK.test(text[at] ?? '')) at++
    if (text.startsWith(CLOSE, at)) return { words, end: at + CLOSE.length }
    if (at >= text.length)
      throw new TemplateError(
        '{{ is never closed.',
        placeOf(text, open),
        'Close it with }}, or write \\{{ for the braces themselves.',
      )
    const from = at
    if (text[at] === "'") {
      at = endOfQuote(text, at)
      words.push(text.slice(from + 1, at - 1).replaceAll("''", "'"))
    } else {
      while (at < text.length && !BLANK.test(text[at] ?? '') && !text.startsWith(CLOSE, at)) at++
      words.push(text.slice(from, at))
    }
  }
}

function endOfQuote(text: string, open: number): number {
  for (let close = text.indexOf("'", open + 1); close > 0; close = text.indexOf("'", close + 2)) {
    if (text[close + 1] === "'") continue
    if (BLANK.test(text[close + 1] ?? '') || text.startsWith(CLOSE, close + 1)) return close + 1
    throw new TemplateError('after a closing quote comes a blank or }}.', placeOf(text, close), QUOTED)
  }
  throw new TemplateError("a quote ' is never closed.", placeOf(text, open), QUOTED)
}

function compileExpression(
  text: string,
  open: number,
  { words: [name, ...args] }: Expression,
  names: FakeNames | null,
): Template {
  const fail = (problem: string, advice: string) => new TemplateError(problem, placeOf(text, open), advice)
  if (name === undefined) throw fail('nothing stands between {{ and }}.', KNOWN)
  const generator: Generator | undefined = Object.hasOwn(generators, name)
    ? generators[name as keyof typeof generators]
    : undefined
  if (!generator)
    throw fail(SHOWN_NAME.test(name) ? `there is no {{${name}}}.` : 'this is no generator.', KNOWN)
  const made = generator(args, names)
  if (typeof made === 'string')
    throw fail(`{{${name}}}: ${made}`, 'Write the arguments with blanks between them.')
  return made
}

/**
 * compileTemplate reads a text with generators in double braces, such as `{"id":"{{uuid}}","n":{{randomInt 1 6}}}`.
 * `\{{` stands for two braces as they are. Names and addresses come from `names`, which loadNames gives; without them
 * such a template can be checked, not rendered. Throws TemplateError on the first mistake.
 */
export function compileTemplate(text: string, names: FakeNames | null = null): Template {
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
    const expression = readExpression(text, open)
    literal += text.slice(at, open)
    if (literal) parts.push(literal)
    literal = ''
    parts.push(compileExpression(text, open, expression, names))
    at = expression.end
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
