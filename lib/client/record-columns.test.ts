import { expect, test } from 'vitest'
import {
  addColumn,
  defaultColumns,
  formatColumns,
  moveColumn,
  parseColumns,
  removeColumn,
  resizeColumn,
} from './record-columns.ts'

const names = (columns: readonly { name: string }[] | null) => columns?.map((each) => each.name)

test('columns come from an address and go back into it; what makes no sense is left out', () => {
  const texts = [
    'offset',
    'value.user.id@180',
    'headers["a@b"]',
    'offset@90',
    'nothing',
    'value.@9',
    'time@9',
  ]
  const columns = parseColumns(texts)
  expect(columns).toEqual([
    { name: 'offset', width: 90 },
    { name: 'value.user.id', width: 180 },
    { name: 'headers["a@b"]', width: null },
    { name: 'time', width: 32 },
  ])
  expect(formatColumns(columns ?? [])).toEqual([
    'offset@90',
    'value.user.id@180',
    'headers["a@b"]',
    'time@32',
  ])
  expect(parseColumns(['nothing'])).toBeNull()
})

test('a field goes before the value, once', () => {
  const once = addColumn(defaultColumns, 'value.id')
  expect(names(once)).toEqual(['partition', 'offset', 'time', 'key', 'value.id', 'value', 'size'])
  expect(addColumn(once, 'value.id')).toBe(once)
  expect(names(addColumn(removeColumn(once, 'value'), 'key.a'))?.at(-1)).toBe('key.a')
})

test('columns move within the list, and the last one stays', () => {
  expect(names(moveColumn(defaultColumns, 'size', -5))).toEqual([
    ...['size', 'partition', 'offset', 'time', 'key', 'value'],
  ])
  expect(names(moveColumn(defaultColumns, 'partition', -1))).toEqual(names(defaultColumns))
  expect(names(moveColumn(defaultColumns, 'offset', 1))?.slice(0, 3)).toEqual(['partition', 'time', 'offset'])
  const one = parseColumns(['offset']) ?? []
  expect(removeColumn(one, 'offset')).toBe(one)
})

test('a width is bound to what can be seen, and may be given back', () => {
  const wide = resizeColumn(defaultColumns, 'key', 99_999)
  expect(wide[3]).toEqual({ name: 'key', width: 1600 })
  expect(resizeColumn(wide, 'key', null)).toEqual(defaultColumns)
})
