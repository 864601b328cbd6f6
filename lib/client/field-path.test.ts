import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FieldPath, formatFieldPath, parseFieldPath } from './field-path.ts'

test('paths are written as a filter writes them', () => {
  const paths: FieldPath[] = [
    { of: 'value', steps: ['user', 'id'] },
    { of: 'key', steps: [] },
    { of: 'value', steps: ['items', 0, 'odd name'] },
    { of: 'header', name: 'trace-id' },
  ]
  expect(paths.map(formatFieldPath)).toEqual([
    'value.user.id',
    'key',
    'value.items[0]["odd name"]',
    'headers["trace-id"]',
  ])
})

test('what is no path is none', () => {
  const wrong = ['', 'offset', 'value.', 'value user', 'value["a]', 'headers', 'headers["a"].b', 'headers[1]']
  expect(wrong.map(parseFieldPath)).toEqual(wrong.map(() => null))
})

test('property: every path survives its text', () => {
  const name = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('"', '\\', '\n', '𝄞', '\ud834', 'a.b', '0'),
  )
  const steps = fc.array(fc.oneof(name, fc.nat(999)), { maxLength: 6 })
  const path = fc.oneof(
    fc.record({ of: fc.constantFrom('key' as const, 'value' as const), steps }),
    fc.record({ of: fc.constant('header' as const), name }),
  )
  fc.assert(
    fc.property(path, (value) => {
      expect(parseFieldPath(formatFieldPath(value))).toEqual(value)
    }),
  )
})
