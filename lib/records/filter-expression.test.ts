import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FilterRunError } from './cel-environment.ts'
import { compileExpression, type ExpressionContext } from './filter-expression.ts'
import { parseJson } from './parse-json.ts'

const record: ExpressionContext = {
  key: 'k-1',
  value: parseJson(
    '{"id":9007199254740993,"count":5,"price":1.5,"state":"FAILED","gone":null,"ok":true,"tags":["a","b"],"lines":[{"sku":"x"},{}],"in":{"deep er":{"n":1}},"toString":"own"}',
  ),
  headers: new Map<string, string | null>([
    ['trace', 't-1'],
    ['empty', null],
  ]),
  headersAll: [
    { name: 'trace', value: 't-1' },
    { name: 'trace', value: 't-2' },
  ],
  timestamp: new Date(Date.UTC(2026, 0, 31)),
  topic: 'orders',
  partition: 2n,
  offset: 7n,
  size: 100n,
  keySize: 3n,
  valueSize: 80n,
}

function run(text: string, context = record): boolean | string {
  const compiled = compileExpression(text)
  if (compiled.fault) return `fault: ${compiled.fault.message}`
  try {
    return compiled.run(context)
  } catch (error) {
    if (!(error instanceof FilterRunError)) throw error
    return `error: ${error.message}`
  }
}

describe('an expression over a record', () => {
  it.each([
    'value.state == "FAILED" && value.count > 4',
    'value.id == 9007199254740993',
    'value.id != 9007199254740992',
    'value.id > 9007199254740992 && value.id < 9007199254740994',
    'value.count + 1 == 6 && value.count % 2 == 1',
    'value.price * 2 == 3',
    'value.gone == null && value.state != null',
    'value.ok',
    '"a" in value.tags && value.state in ["FAILED", "LOST"]',
    'value.lines.exists(line, line.sku == "x")',
    'value["in"]["deep er"].n == 1',
    'has(value.state) && !has(value.missing)',
    'value.missing == 1 || value.count == 5',
    'value.toString == "own"',
    'key.startsWith("k-") && size(key) == 3',
    'headers["trace"] == "t-1" && headers["empty"] == null && "trace" in headers',
    'headersAll.exists(h, h.name == "trace" && h.value == "t-2")',
    'timestamp >= timestamp("2026-01-31T00:00:00Z") && timestamp == 1769817600000',
    'timestamp.getFullYear() == 2026',
    'topic == "orders" && partition == 2 && offset == 7 && size == 100 && keySize == 3 && valueSize == 80',
    'value.state.matches("^F.*D$") && value.state.lowerAscii() == "failed"',
  ])('%s', (text) => {
    expect(run(text)).toBe(true)
  })

  it.each([
    'value.missing == 1',
    'value.missing != 1',
    '!(value.missing == 1)',
    'value.state.deeper == 1',
    'value.tags[7] == "a"',
    'headers["nothing"] == "x"',
    'value.count == "5"',
    'value.constructor == null',
    'value.__proto__ == null',
    'value.hasOwnProperty == null',
  ])('%s is not so, and nothing is wrong', (text) => {
    expect(run(text)).toBe(false)
  })

  it.each([
    ['value.state > 5', 'error: no such overload: string > int (column 1)'],
    ['value.count', 'error: The expression gives a number, not true or false.'],
    ['int(value.state) == 1', 'error: int conversion error (column 1)'],
    ['1 / (partition - 2) == 1', 'error: division by zero (column 1)'],
    ['key.matches(value.state + "(")', 'error: A pattern of matches() is not right.'],
  ])('%s is an error', (text, words) => {
    expect(run(text)).toBe(words)
  })

  it.each([
    ['value.count = 5', 12, 13, 'Compare with == .'],
    ['value.ok and key == "k"', 9, 12, 'Join conditions with && .'],
    [
      'status == "x"',
      0,
      6,
      'A field of the value is value.status, a header headers["status"], a text stands in "quotes".',
    ],
    ['Header["x"] == "y"', 0, 6, 'It is called headers.'],
    ['partition == "1"', 0, 16, 'Texts stand in "quotes", numbers do not; int("5") and string(5) convert.'],
    [
      'timestamp > "2026"',
      0,
      18,
      'Compare timestamp with milliseconds since 1970, or with timestamp("2026-01-31T00:00:00Z").',
    ],
    ['partition + 1', 0, 13, 'Compare it with something: value.count > 5.'],
    ['value.a ==', 10, 10, undefined],
    ['(value.a == 1', 13, 13, undefined],
    ['key.matches("a(b")', 12, 17, 'To look for the character itself, put a backslash before it.'],
    ['duration(key) > duration("1s")', 9, 12, undefined],
    [`key.contains("${'x'.repeat(257)}")`, 13, 272, undefined],
    [
      'nothing(key)',
      0,
      12,
      'There are contains, startsWith, endsWith, matches, size, has, int, double, string, timestamp, lowerAscii, exists and all.',
    ],
  ])('%s is shown at its place before it runs', (text, start, end, advice) => {
    const { fault } = compileExpression(text)
    expect(fault).toMatchObject({ start, end })
    expect(fault?.advice).toBe(advice)
  })
})

describe('the budget of one record', () => {
  const long = Array.from({ length: 3000 }, (_, index) => index)
  const context = { value: { long, text: 'ab'.repeat(100_000) } }
  it.each([
    'value.long.all(a, value.long.all(b, a + b >= 0))',
    'value.long.exists(a, value.long.exists(b, a + b < 0))',
    'value.long.all(a, value.long.map(b, a + b).size() > 0) || value.long.exists(a, value.long.exists(b, a + b < 0))',
    'value.long.filter(a, value.long.exists(b, b < 0)).size() == 0',
    `["ab"].map(a, a)${'.map(a, a + a)'.repeat(30)}.size() == 1`,
    `cel.bind(a, value.text, cel.bind(b, a + a, cel.bind(c, b + b, cel.bind(d, c + c, (d + d).size() > 0))))`,
    'value.text.contains(value.text)',
    '[1, 2, 3, 4, 5].map(x, value.text.split("")).map(x, x + x).size() > 100',
    '[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(x, value.text.split("")).size() == 1',
  ])('%s ends soon, as an error', (text) => {
    const compiled = compileExpression(text)
    expect(compiled.fault).toBe(null)
    const before = process.threadCpuUsage()
    expect(() => compiled.fault === null && compiled.run(context)).toThrow(FilterRunError)
    // Milliseconds of the processor, which other work on the machine does not stretch; it takes some 30.
    const { user, system } = process.threadCpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(1000)
  })

  it('is new for each record', () => {
    const compiled = compileExpression('value.long.all(a, a >= 0)')
    for (let turn = 0; turn < 20; turn++) expect(compiled.fault === null && compiled.run(context)).toBe(true)
  })
})

it.each(['{}.map(x, x + x)', '[].exists(x, x + x == 1)'])('%s has no certain types', (text) => {
  expect(run(text)).toBe(
    'fault: The types of this expression are not certain: an empty list or map says nothing of what is in it.',
  )
})

const words = fc.constantFrom(
  'value',
  'key',
  'headers',
  'timestamp',
  'offset',
  'partition',
  'topic',
  'size',
  '.a',
  '.b',
  '["x"]',
  '[0]',
  '==',
  '!=',
  '<',
  '>=',
  '&&',
  '||',
  '!',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '?',
  ':',
  ',',
  '+',
  '-',
  '*',
  '/',
  '%',
  'in',
  '1',
  '1.5',
  '"a"',
  "'b'",
  'true',
  'null',
  'has(value.a)',
  '.size()',
  '.matches("a+")',
  '.contains("a")',
  '.all(x, x == 1)',
  '.map(x, x + x)',
  '.exists(x, true)',
  'size(',
  'int(',
  'string(',
  'timestamp("2026-01-01T00:00:00Z")',
  'duration("1s")',
  'cel.bind(a, value, a)',
  ' ',
  'and',
  '=',
  '"',
)

it('never throws anything but its own errors, and never hangs', () => {
  let ran = 0
  const value = fc.anything({ withBigInt: true, values: [fc.string(), fc.integer(), fc.constant(null)] })
  fc.assert(
    fc.property(fc.array(words, { maxLength: 9 }), value, (parts, json) => {
      const text = parts.join('')
      const compiled = compileExpression(text)
      if (compiled.fault) {
        expect(compiled.fault.start).toBeGreaterThanOrEqual(0)
        expect(compiled.fault.end).toBeLessThanOrEqual(text.length)
        return
      }
      ran++
      run(text, { ...record, value: json ?? null })
    }),
    { numRuns: 4000 },
  )
  expect(ran).toBeGreaterThan(10)
})
