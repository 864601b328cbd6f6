import { expect, test } from 'vitest'
import { differenceWords, outcomeWords, stateLook } from './group-words.ts'
import { emptyResetForm, type ResetForm, readResetForm } from './reset-form-state.ts'

test.each([
  [{}, { to: 'earliest' }],
  [
    { kind: 'latest', topic: 'orders' },
    { to: 'latest', topic: 'orders' },
  ],
  [{ kind: 'offset', offset: ' 12 ' }, { to: 'offset:12' }],
  [{ kind: 'by', by: '-5' }, { to: 'by:-5' }],
  // As a person, and the page itself, writes a minus.
  [{ kind: 'by', by: '−5' }, { to: 'by:-5' }],
  [{ kind: 'time', time: '2026-01-31T00:00:00Z' }, { to: 'time:2026-01-31T00:00:00.000Z' }],
  [
    { topic: 'orders', partitions: '0, 2,2' },
    { to: 'earliest', topic: 'orders', partitions: [0, 2] },
  ],
  // Partitions belong to a topic: those that were typed before it was taken back count for nothing.
  [{ partitions: '0,2' }, { to: 'earliest' }],
] satisfies [Partial<ResetForm>, object][])('%j is a request', (over, request) => {
  expect(readResetForm({ ...emptyResetForm, ...over })).toEqual({ request })
})

test.each([
  [{ kind: 'offset', offset: '-1' }, { offset: 'An offset is a whole number, 0 or more.' }],
  [{ kind: 'by', by: 'a lot' }, { by: 'Write a whole number: -100 goes back, 100 goes on.' }],
  [{ kind: 'time' }, { time: 'Choose a day and a time.' }],
  [{ topic: 'orders', partitions: '0-2' }, { partitions: 'They are numbers with commas: 0,2' }],
] satisfies [Partial<ResetForm>, object][])('%j is none, and says why', (over, issues) => {
  expect(readResetForm({ ...emptyResetForm, ...over })).toEqual({ issues })
})

const row = {
  ...{ topic: 'orders', partition: 0, low: '10', high: '2000', old: '5', new: '10', difference: '5' },
  ...{ clamped: null, status: 'planned' as const },
}

test('says what becomes of a partition', () => {
  expect(outcomeWords(row)).toBe('will move')
  expect(outcomeWords({ ...row, clamped: 'low' })).toBe('will move, held at the log’s beginning, 10')
  expect(outcomeWords({ ...row, clamped: 'high', status: 'committed' })).toBe(
    'moved, held at the log’s end, 2,000',
  )
  expect(outcomeWords({ ...row, status: 'skipped', message: 'No leader.' })).toBe('left alone: No leader.')
})

test('writes differences with their sign, and states that it does not know as Kafka does', () => {
  expect(['1200', '-1200', '0', null].map(differenceWords)).toEqual(['+1,200', '−1,200', '0', '–'])
  expect([stateLook('Stable').word, stateLook('NotYetInvented').word, stateLook(null).word]).toEqual([
    'Stable',
    'NotYetInvented',
    'Not told',
  ])
})
