import { type CelNode, callOf, childrenOf, isNode, literalOf } from './cel-node.ts'
import { regexTexts } from './regex-texts.ts'
import { ASCII_ESCAPE, betterOf, eitherOf, type RequiredTexts } from './required-texts.ts'

/** Characters that no encoder of JSON escapes but as \u00XX, so that a run of them stands in the bytes as it is. */
const SAFE_RUN = /[A-Za-z0-9 _.,:;@#$%*!?()[\]{}|~^-]+/g
/** One character finds nearly every record. */
const LEAST_TEXT = 2
/** Below this every encoder writes an integer as plain digits; above, some write 1.2345678E7. */
const PLAIN_BELOW = 10_000_000n

const SEARCHES = new Set(['contains', 'startsWith', 'endsWith'])

/**
 * expressionTexts reads which texts every record that matches a CEL expression must hold as bytes: what fields are
 * compared with under `&&`, or the names of the fields, since a record without the field does not match. It is right
 * for records of JSON and of text.
 */
export function expressionTexts(node: CelNode): RequiredTexts | null {
  const children = childrenOf(node)
  const [left, right] = children
  switch (node.op) {
    case '&&':
      return left && right ? betterOf(expressionTexts(left), expressionTexts(right)) : null
    case '||':
      return left && right ? eitherOf(expressionTexts(left), expressionTexts(right)) : null
    case '==':
      return left && right
        ? betterOf(betterOf(equalTexts(left, right), equalTexts(right, left)), bothFields(left, right))
        : null
    case 'in':
      return left && right ? memberTexts(left, right) : null
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return left && right ? bothFields(left, right) : null
    case '!_':
      return left ? fieldTexts(left) : null
    case '.':
    case '[]':
      return fieldTexts(node)
    case 'call':
    case 'rcall':
      return callTexts(node)
    default:
      return null
  }
}

function bothFields(left: CelNode, right: CelNode): RequiredTexts | null {
  return betterOf(fieldTexts(left), fieldTexts(right))
}

function callTexts(node: CelNode): RequiredTexts | null {
  const call = callOf(node)
  if (!call) return null
  const [first] = call.args
  if (call.name === 'has' && first) return fieldTexts(first)
  if (!call.receiver || !isField(call.receiver)) return null
  const text = literalOf(first)
  if (typeof text !== 'string') return fieldTexts(call.receiver)
  if (SEARCHES.has(call.name)) return betterOf(runOf(text), fieldTexts(call.receiver))
  if (call.name !== 'matches') return null
  return betterOf(patternTexts(text), fieldTexts(call.receiver))
}

function patternTexts(pattern: string): RequiredTexts | null {
  const found = regexTexts(pattern, false)
  const runs = found && anyOf(found.any.map(runOf))
  return runs && { ...runs, anyCase: found.anyCase }
}

/** What holds when one of several holds. */
function anyOf(several: readonly (RequiredTexts | null)[]): RequiredTexts | null {
  const [first = null, ...rest] = several
  return rest.reduce(eitherOf, first)
}

function equalTexts(field: CelNode, other: CelNode): RequiredTexts | null {
  if (!isField(field)) return null
  const value = literalOf(other)
  if (typeof value === 'string') return runOf(value)
  return typeof value === 'bigint' ? digitsOf(value) : null
}

/** `value.state in ["a", "b"]`, and `"a" in value.tags`. */
function memberTexts(item: CelNode, list: CelNode): RequiredTexts | null {
  const fields = bothFields(item, list)
  const text = literalOf(item)
  if (typeof text === 'string' && isField(list)) return betterOf(runOf(text), fields)
  return betterOf(listTexts(item, list), fields)
}

function listTexts(field: CelNode, list: CelNode): RequiredTexts | null {
  if (!isField(field) || list.op !== 'list') return null
  return anyOf(childrenOf(list).map((item) => equalTexts(field, item)))
}

/** fieldTexts gives the last name in `value.a.b`, `headers["x"]` or `value.list[0]`. */
function fieldTexts(node: CelNode): RequiredTexts | null {
  if (!isField(node) || node.op === 'id') return null
  const name = lastStep(node)
  const [parent] = childrenOf(node)
  if (typeof name !== 'string') return parent ? fieldTexts(parent) : null
  const run = runOf(name)
  return run && { ...run, common: true }
}

function lastStep(node: CelNode): unknown {
  if (node.op !== '.' && node.op !== '[]') return undefined
  const step = (node.args as readonly unknown[])[1]
  return isNode(step) ? literalOf(step) : step
}

/** A field of what came from the record's bytes as they are; a number such as `offset` did not. */
function isField(node: CelNode): boolean {
  if (node.op === 'id') return node.args === 'key' || node.args === 'value' || node.args === 'headers'
  if (node.op !== '.' && node.op !== '[]') return false
  const [parent] = childrenOf(node)
  return parent !== undefined && isField(parent)
}

function runOf(text: string): RequiredTexts | null {
  const runs = [...text.matchAll(SAFE_RUN)].map(([run]) => run)
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '')
  return longest.length < LEAST_TEXT ? null : { any: [longest, ASCII_ESCAPE], anyCase: false }
}

/** The digits that stand together however the number is written: 1234567, 1234567.0, 1.2345678E7. */
function digitsOf(value: bigint): RequiredTexts | null {
  const size = value < 0n ? -value : value
  const digits = String(size)
  const text = size < PLAIN_BELOW ? digits : digits.slice(1).replace(/0+$/, '')
  return text.length < LEAST_TEXT ? null : { any: [text], anyCase: false }
}
