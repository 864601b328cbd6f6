import { Environment } from '@marcbachmann/cel-js'
import { compileRegex } from './filter-regex.ts'

/** What an expression may name of a record. Their types are what an expression is checked against. */
export const expressionVariables = {
  key: 'dyn',
  value: 'dyn',
  headers: 'map<string, dyn>',
  headersAll: 'list<map<string, dyn>>',
  timestamp: 'google.protobuf.Timestamp',
  topic: 'string',
  partition: 'int',
  offset: 'int',
  size: 'int',
  keySize: 'int',
  valueSize: 'int',
} as const
export type ExpressionVariable = keyof typeof expressionVariables

/** Wide enough for what people write, small enough that one record takes microseconds. */
const LIMITS = {
  maxAstNodes: 1000,
  maxDepth: 40,
  maxListElements: 500,
  maxMapEntries: 50,
  maxCallArguments: 8,
}

/** FilterRunError is a failure of an expression on one record, in our words: no value of the record is in them. */
export class FilterRunError extends Error {
  override readonly name = 'FilterRunError'
}

/** The library's own `matches` backtracks, so calls of it are sent to this one. */
export const LINEAR_MATCHES = 'matchesLinear'
const MAX_PATTERNS = 100
type Test = (text: string) => boolean

/** makeEnvironment gives a new CEL environment of a record's variables. It is for one expression and its own few patterns. */
export function makeEnvironment(): Environment {
  const environment = new Environment({ homogeneousAggregateLiterals: false, limits: LIMITS })
  for (const [name, type] of Object.entries(expressionVariables)) environment.registerVariable(name, type)
  registerNumbers(environment)
  registerTimes(environment)
  const tests = new Map<string, Test>()
  environment.registerFunction(
    `string.${LINEAR_MATCHES}(string): bool`,
    (text: string, pattern: string): boolean => {
      const known = tests.get(pattern) ?? testOf(pattern)
      if (tests.size < MAX_PATTERNS) tests.set(pattern, known)
      return known(text)
    },
  )
  return environment
}

function testOf(pattern: string): Test {
  const compiled = compileRegex(pattern, false)
  if (compiled.fault) throw new FilterRunError('A pattern of matches() is not right.')
  return compiled.test
}

/** JSON has one kind of number, so what is a double here is an integer to whoever writes `value.count + 1`. */
function registerNumbers(environment: Environment): void {
  const operators: Record<string, (a: number, b: number) => number> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '%': (a, b) => a % b,
  }
  for (const [operator, compute] of Object.entries(operators)) {
    const mixed = (a: bigint | number, b: bigint | number): number => compute(Number(a), Number(b))
    environment.registerOperator(`double ${operator} int: double`, mixed)
    environment.registerOperator(`int ${operator} double: double`, mixed)
  }
  environment.registerOperator('double % double: double', (a: number, b: number) => a % b)
}

/** A record's time may be compared with milliseconds since 1970 too, which is what the API and the page speak of. */
function registerTimes(environment: Environment): void {
  const operators: Record<string, (a: number, b: number) => boolean> = {
    '<': (a, b) => a < b,
    '<=': (a, b) => a <= b,
    '>': (a, b) => a > b,
    '>=': (a, b) => a >= b,
    '==': (a, b) => a === b,
  }
  const time = 'google.protobuf.Timestamp'
  for (const [operator, compare] of Object.entries(operators)) {
    const mixed = (a: Date | bigint, b: Date | bigint): boolean => compare(Number(a), Number(b))
    environment.registerOperator(`${time} ${operator} int: bool`, mixed)
    // Equality is registered both ways at once.
    if (operator !== '==') environment.registerOperator(`int ${operator} ${time}: bool`, mixed)
  }
}
