import { expect, test } from 'vitest'
import {
  edgeError,
  isoTime,
  joinEdge,
  localTime,
  orderError,
  rangeWords,
  splitEnd,
  splitStart,
} from './range-words.ts'

test('every way to begin and end comes apart and together again', () => {
  for (const text of ['earliest', 'latest', 'newest:100', 'offset:17', 'time:2026-01-31T00:00:00Z']) {
    expect(joinEdge(splitStart(text))).toBe(text)
  }
  expect(splitEnd('time:2026-01-31T00:00:00Z')).toEqual({ kind: 'time', value: '2026-01-31T00:00:00Z' })
})

test('a range reads as words', () => {
  expect(rangeWords('newest:100', 'live', 'UTC')).toBe('newest 100 → live')
  expect(rangeWords('offset:5', 'latest', 'UTC')).toBe('offset 5 → latest')
})

test('what was typed wrongly is named', () => {
  expect(edgeError({ kind: 'newest', value: '0' })).toBe('A whole number from 1 to 9,999,999.')
  expect(edgeError({ kind: 'offset', value: '-1' })).toBe('An offset is a whole number.')
  expect(edgeError({ kind: 'time', value: '' })).toBe('Choose a date and a time.')
  expect(edgeError({ kind: 'earliest', value: '' })).toBeNull()
})

test('a time survives its field', () => {
  const zone = 'Asia/Kolkata'
  expect(localTime('2026-01-31T10:20:30Z', zone)).toBe('2026-01-31T15:50:30')
  expect(isoTime('2026-01-31T15:50:30', zone)).toBe('2026-01-31T10:20:30Z')
  expect(rangeWords('time:2026-01-31T10:20:30Z', 'live', zone)).toBe('2026-01-31 15:50:30 → live')
  expect([isoTime('no time', zone), localTime('soon', zone)]).toEqual(['', ''])
})

test('a range that ends before it begins is told', () => {
  const time = (value: string) => ({ kind: 'time', value })
  const offset = (value: string) => ({ kind: 'offset', value })
  expect(orderError(time('2026-01-31T10:00:00Z'), time('2026-01-31T09:00:00Z'))).not.toBeNull()
  expect(orderError(offset('7'), offset('7'))).not.toBeNull()
  expect(orderError(offset('7'), offset('8'))).toBeNull()
  expect(orderError(offset('7'), time('2026-01-31T09:00:00Z'))).toBeNull()
})
