import { Environment } from '@marcbachmann/cel-js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FieldPath, fieldOf, filterForField } from './filter-for-field.ts'

describe('a field as a filter', () => {
  it.each<[FieldPath, unknown, string, string]>([
    [['value', 'status'], 'FAILED', '', 'value.status == "FAILED"'],
    [['value', 'order', 'lines', 0, 'item id'], 7, '', 'value.order.lines[0]["item id"] == 7'],
    [['headers', 'trace'], 'a"b\\c\n', '', 'headers["trace"] == "a\\"b\\\\c\\n"'],
    [['headers', 'x-request-id'], 'r', '', 'headers["x-request-id"] == "r"'],
    [['key'], 'k', 'value.a == 1', 'value.a == 1 && key == "k"'],
    [['key'], 'k', 'value.a == 1 || value.b', '(value.a == 1 || value.b) && key == "k"'],
    [['key'], 'k', 'value.a == 1 && key == "k"', 'value.a == 1 && key == "k"'],
    [['value', 'in'], true, '', 'value["in"] == true'],
    [['value', 'a'], null, '', 'value.a == null'],
    [['value', 'a'], 1.5, '', 'value.a == 1.5'],
    [['value', 'a'], 9_007_199_254_740_993n, '', 'value.a == 9007199254740993'],
    [['value', 'a'], 2n ** 64n - 1n, '', 'value.a == 18446744073709551615u'],
    [['value', 'a'], 1e300, '', `value.a == double("${BigInt(1e300)}")`],
    [['value', 'a'], { b: 1 }, '', 'value.a != null'],
    [['value', 'a'], [], '', 'value.a != null'],
  ])('%j = %s', (path, value, current, filter) => {
    expect(filterForField(path, value, current)).toBe(filter)
  })

  it('finds the field it was made from, whatever its name and value are', () => {
    const environment = new Environment().registerVariable('value', 'dyn')
    const scalar = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), scalar, (name, value) => {
        // The engine's own rule for objects that came from JSON.
        fc.pre(name !== 'constructor')
        const filter = filterForField(['value', 'in', name], value, 'true')
        const record = JSON.parse(JSON.stringify({ value: { in: { x: 1 } } })) as { value: { in: object } }
        Object.defineProperty(record.value.in, name, { value, enumerable: true })
        expect(environment.evaluate(filter, record)).toBe(true)
      }),
    )
    expect(fieldOf(['value', '__proto__'])).toBe('value["__proto__"]')
  })
})
