import { expect, test } from 'vitest'
import type { KafkaRecord } from '#lib/shared/record.ts'
import { rowCell } from './row-cell.ts'
import { seenFields } from './seen-fields.ts'

const record: KafkaRecord = {
  partition: 0,
  offset: '7',
  timestamp: 1,
  timestampType: 'create',
  key: { base64: 'AP8=' },
  value: { text: '{"id":9223372036854775807,"no":null,"e":"","ok":true,"list":[1,2],"u":{"n":"A\\nb"}}' },
  headers: [
    ['h', { text: 'first' }],
    ['h', { text: 'last' }],
    ['none', null],
  ],
  keySize: 2,
  valueSize: 60,
  compression: 'none',
  transactional: false,
}

const plain = (text: string, cut = false) => ({ text, binary: false, cut })

test('a field is shown exactly, and nothing, null and empty are three things', () => {
  const names = ['id', 'no', 'e', 'ok', 'list', 'u.n', 'gone'].map((name) => `value.${name}`)
  expect(names.map((name) => rowCell(record, name))).toEqual([
    { type: 'number', content: plain('9223372036854775807') },
    { type: 'null' },
    { type: 'string', content: plain('') },
    { type: 'boolean', content: plain('true') },
    { type: 'branch', content: plain('[1,2]') },
    { type: 'string', content: plain('A␊b') },
    { type: 'missing' },
  ])
})

test('headers and bytes', () => {
  expect(
    ['headers["h"]', 'headers["none"]', 'headers["x"]', 'key', 'key.a'].map((n) => rowCell(record, n)),
  ).toEqual([
    { type: 'bytes', content: plain('last') },
    { type: 'null' },
    { type: 'missing' },
    { type: 'bytes', content: { text: '00 ff', binary: true, cut: false } },
    { type: 'missing' },
  ])
})

test('of a long value, what the list has of it is shown', () => {
  const cut = { ...record, value: { text: '{"a":1,"b":"be\\u00', truncated: true } }
  expect(['value.a', 'value.b', 'value.c'].map((name) => rowCell(cut, name))).toEqual([
    { type: 'number', content: plain('1') },
    { type: 'string', content: plain('be', true) },
    { type: 'beyond' },
  ])
})

test('the fields that records have, the usual ones first', () => {
  const other = { ...record, value: { text: '{"id":1,"rare":{"x":"y"}}' }, headers: [] }
  expect(seenFields([other, record, record]).map(({ path }) => path)).toEqual([
    'headers["h"]',
    'value.id',
    'value.no',
    'value.e',
    'value.ok',
    'value.list',
    'value.u.n',
    'headers["none"]',
    'value.rare.x',
  ])
  expect(seenFields([other])[0]).toEqual({ path: 'value.id', example: '1' })
})
