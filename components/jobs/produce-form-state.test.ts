import { expect, test } from 'vitest'
import {
  emptyProduceForm,
  endWith,
  type ProduceForm,
  produceFormOf,
  readProduceForm,
} from './produce-form-state.ts'

test('values of a collection end with it unless a limit is given, and are stored nowhere else', () => {
  const typed: ProduceForm = {
    ...{ ...emptyProduceForm, topic: 'orders', mongoProfile: 'prf_m', store: 'prf_m' },
    valueType: 'mongodb',
    end: 'stopped',
  }
  const value = { type: 'mongodb', profile: 'prf_m', collection: 'producer' }
  const spec = { kind: 'produce', topic: 'orders', value, compression: 'none' }
  expect(readProduceForm(typed)).toEqual({ spec })
  const named: ProduceForm = { ...typed, database: ' shop ', collection: 'orders', end: 'count', count: '10' }
  const read = readProduceForm(named)
  expect(read).toEqual({
    spec: { ...spec, count: 10, value: { ...value, database: 'shop', collection: 'orders' } },
  })
  expect('spec' in read && readProduceForm(produceFormOf(read.spec))).toEqual(read)
  const wrong = { ...typed, mongoProfile: '', database: 'a.b', collection: ' ' }
  expect(readProduceForm(wrong)).toMatchObject({
    errors: {
      mongoProfile: 'Choose a profile of MongoDB.',
      database: expect.stringContaining('without dots') as unknown,
      collection: 'Name the collection.',
    },
  })
  expect(endWith('mongodb', { valueType: 'template', end: 'count' })).toEqual({ end: 'stopped' })
  expect(endWith('null', { valueType: 'mongodb', end: 'stopped' })).toEqual({ end: 'count' })
  expect(endWith('null', { valueType: 'template', end: 'duration' })).toEqual({ end: 'duration' })
})

test('what is produced can be stored too', () => {
  const read = readProduceForm({ ...emptyProduceForm, topic: 'orders', store: 'prf_m' })
  expect(read).toMatchObject({ spec: { sink: { type: 'mongodb', profile: 'prf_m' } } })
  expect('spec' in read && readProduceForm(produceFormOf(read.spec))).toEqual(read)
})
