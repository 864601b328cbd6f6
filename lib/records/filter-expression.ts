import { type ASTNode, TypeError as CelTypeError, EvaluationError, ParseError } from '@marcbachmann/cel-js'
import {
  type ExpressionVariable,
  expressionVariables,
  FilterRunError,
  LINEAR_MATCHES,
  makeEnvironment,
} from './cel-environment.ts'
import { CelMeter, MAX_SOUGHT } from './cel-meter.ts'
import { type CelNode, callOf, literalOf, walk } from './cel-node.ts'
import { faultOfFailure, plainTypes } from './expression-faults.ts'
import { expressionTexts } from './expression-texts.ts'
import type { FilterFault } from './filter-issue.ts'
import { compileRegex } from './filter-regex.ts'
import type { RequiredTexts } from './required-texts.ts'

/** What a record looks like to an expression; only the variables in `uses` are asked for. */
export type ExpressionContext = Partial<Record<ExpressionVariable, unknown>>

export interface CompiledExpression {
  readonly fault: null
  readonly uses: ReadonlySet<ExpressionVariable>
  /** Holds for records whose key and value are JSON or text. */
  readonly texts: RequiredTexts | null
  /** False too when a field is missing. Throws FilterRunError for any other failure, in words that quote no record. */
  readonly run: (context: ExpressionContext) => boolean
}

/** compileExpression checks a CEL expression over a record, names and types included, before it is ever run. */
export function compileExpression(text: string): CompiledExpression | { readonly fault: FilterFault } {
  try {
    const parsed = makeEnvironment().parse(text)
    const root = nodeOf(parsed.ast)
    const texts = expressionTexts(root)
    const fault = prepare(root)
    if (fault) return { fault }
    const checked = parsed.check()
    if (!checked.valid) {
      // Of `{}.map(x, x + x)` the library finds two meanings of `+`, and says so by an error that is none of its own.
      if (!isCelError(checked.error)) return { fault: uncertain(text) }
      throw checked.error
    }
    if (checked.type !== 'bool' && checked.type !== 'dyn') return { fault: notBool(text, checked.type ?? '') }
    const meter = new CelMeter()
    meter.watch(root)
    const run = (context: ExpressionContext): boolean => {
      meter.start()
      return runQuietly(() => {
        const result: unknown = parsed(context)
        meter.end()
        return result
      })
    }
    return { fault: null, uses: usesOf(root), texts, run }
  } catch (error) {
    if (isCelError(error))
      return { fault: faultOfFailure(text, { ...place(error), code: error.code, summary: error.summary }) }
    throw error
  }
}

function isCelError(error: unknown): error is ParseError | CelTypeError {
  return error instanceof ParseError || error instanceof CelTypeError
}

function place({ range }: ParseError | CelTypeError) {
  return { range: range && { start: range.start, end: range.end } }
}

/** The library keeps its tree's inner parts from its types. */
function nodeOf(ast: ASTNode): CelNode {
  return ast as unknown as CelNode
}

function usesOf(root: CelNode): Set<ExpressionVariable> {
  const names = [...walk(root)].filter(({ op }) => op === 'id').map(({ args }) => String(args))
  return new Set(names.filter((name): name is ExpressionVariable => Object.hasOwn(expressionVariables, name)))
}

/** prepare sends `matches` to the linear engine, and refuses the few calls whose time nobody could bound. */
function prepare(root: CelNode): FilterFault | null {
  for (const node of walk(root)) {
    const call = callOf(node)
    if (!call) continue
    const { start, end } = call.args[0] ?? node
    const first = literalOf(call.args[0])
    if (call.name === 'matches') {
      const pattern = typeof first === 'string' ? compileRegex(first, false) : null
      if (pattern?.fault) return { ...pattern.fault, start, end }
      ;(node.args as unknown[])[0] = LINEAR_MATCHES
    } else if (call.name === 'duration' && typeof first !== 'string') {
      return { message: 'duration() takes a written text, such as "1h30m".', start, end }
    } else if (typeof first === 'string' && first.length > MAX_SOUGHT && call.receiver) {
      return { message: `A text that is looked for has at most ${MAX_SOUGHT} characters.`, start, end }
    }
  }
  return null
}

function uncertain(text: string): FilterFault {
  return {
    message:
      'The types of this expression are not certain: an empty list or map says nothing of what is in it.',
    advice: 'Say what a value is to be: int(x), double(x) or string(x).',
    start: 0,
    end: text.length,
  }
}

function notBool(text: string, type: string): FilterFault {
  return {
    message: `The expression gives ${plainTypes(type)}, not true or false.`,
    advice: 'Compare it with something: value.count > 5.',
    start: 0,
    end: text.length,
  }
}

/** A field that is not there, or an index beyond the end: the record does not match, and nothing is wrong. */
const MISSING = new Set(['no_such_key', 'index_out_of_bounds'])

/** A stack is a picture of the library, and costs more than running the expression. */
function runQuietly(run: () => unknown): boolean {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    const result = run()
    if (typeof result === 'boolean') return result
    throw new FilterRunError(`The expression gives ${kindOf(result)}, not true or false.`)
  } catch (error) {
    if (error instanceof EvaluationError && MISSING.has(error.code)) return false
    throw translate(error)
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'string' ? 'a text' : typeof value === 'object' ? 'an object' : 'a number'
}

/** The codes whose text speaks of types alone; others quote what they were given, such as "canary" is no number. */
const TYPES_ONLY = new Set([
  'no_such_overload',
  'no_matching_overload',
  'invalid_logical_operand',
  'invalid_condition_type',
])

function translate(error: unknown): FilterRunError {
  if (error instanceof FilterRunError) return error
  if (!(error instanceof EvaluationError)) return new FilterRunError('The expression fails on this record.')
  const at = error.range ? ` (column ${error.range.start + 1})` : ''
  const words = TYPES_ONLY.has(error.code)
    ? plainTypes(error.summary).replace(LINEAR_MATCHES, 'matches')
    : error.code.replaceAll('_', ' ')
  return new FilterRunError(`${words}${at}`)
}
