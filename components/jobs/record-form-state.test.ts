import { expect, test } from 'vitest'
import type { KafkaRecord } from '#lib/shared/record.ts'
import { emptyRecordForm, readRecordForm, recordFormOf } from './record-form-state.ts'

const record: KafkaRecord = {
  partition: 2,
  offset: '17',
  timestamp: 1_700_000_000_000,
  timestampType: 'create',
  key: { base64: 'AP8=' },
  value: { text: ' {"a":1}\r\n' },
  headers: [
    ['twice', { text: '' }],
    ['twice', null],
    ['', { base64: '/w==' }],
  ],
  keySize: 2,
  valueSize: 10,
  compression: 'lz4',
  transactional: true,
}

test('a record is sent again byte for byte, null and empty apart, to its partition', () => {
  expect(readRecordForm(recordFormOf({ topic: 'orders', record }))).toEqual({
    topic: 'orders',
    body: {
      records: [{ key: record.key, value: record.value, headers: record.headers, partition: 2 }],
      compression: 'lz4',
    },
  })
})

test('a tombstone stays one', () => {
  const read = readRecordForm(
    recordFormOf({ topic: 'orders', record: { ...record, value: null, headers: [] } }),
  )
  expect('body' in read && read.body.records[0]).toMatchObject({ value: null, headers: [] })
})

test('every wrong field is named', () => {
  const read = readRecordForm({
    ...emptyRecordForm('a b'),
    partition: '-1',
    key: { form: 'base64', content: 'abc' },
    value: { form: 'text', content: 'x'.repeat(4 * 1024 * 1024) },
    headers: [{ id: 0, name: 'n'.repeat(250), value: { form: 'null', content: '' } }],
    timestamp: 'now',
  })
  expect('errors' in read && Object.keys(read.errors).sort()).toEqual([
    ...['headers', 'key', 'partition', 'timestamp', 'topic'],
  ])
})

test('a record that no request can carry is refused here', () => {
  const value = { form: 'text' as const, content: 'x'.repeat(4 * 1024 * 1024) }
  const read = readRecordForm({ ...emptyRecordForm('orders'), value })
  expect('errors' in read && read.errors).toEqual({
    value: 'The record is larger than the 4 MiB that one request may carry.',
  })
})
