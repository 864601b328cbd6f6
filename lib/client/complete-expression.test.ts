import { expect, it } from 'vitest'
import type { KafkaRecord } from '#lib/shared/record.ts'
import { completeExpression, fieldsOf } from './complete-expression.ts'

const fields = ['value.state', 'value.order.id', 'headers["trace-id"]']

it.each([
  ['val', ['value', 'value.state', 'value.order.id', 'valueSize']],
  ['value.s', ['value.state']],
  ['value.state == "FA', []],
  ['value.state == "x" && head', ['headers', 'headersAll', 'headers["trace-id"]']],
  ['headers["tr', ['headers["trace-id"]']],
  ['(order', ['value.order.id']],
  ['', []],
])('completes %s', (text, words) => {
  const completed = completeExpression(text, text.length, fields)
  expect([...completed.words].sort()).toEqual([...words].sort())
})

it('knows the fields of the records that are there', () => {
  const record = {
    key: { text: 'k' },
    value: { text: '{"a":{"b c":1},"l":[{"x":1}]}' },
    headers: [['h', null]],
  } as unknown as KafkaRecord
  expect(fieldsOf([record, record])).toEqual(['value.a', 'value.a["b c"]', 'value.l', 'headers["h"]'])
})
