import { expect, test } from 'vitest'
import { edgeError, isoTime, joinEdge, localTime, rangeWords, splitEnd, splitStart } from './range-words.ts'

test('every way to begin and end comes apart and together again', () => {
  for (const text of ['earliest', 'latest', 'newest:100', 'offset:17', 'time:2026-01-31T00:00:00Z']) {
    expect(joinEdge(splitStart(text))).toBe(text)
  }
  expect(splitEnd('time:2026-01-31T00:00:00Z')).toEqual({ kind: 'time', value: '2026-01-31T00:00:00Z' })
})

test('a range reads as words', () => {
  expect(rangeWords('newest:100', 'live')).toBe('newest 100 → live')
  expect(rangeWords('offset:5', 'latest')).toBe('offset 5 → latest')
})

test('what was typed wrongly is named', () => {
  expect(edgeError({ kind: 'newest', value: '0' })).toBe('A whole number from 1 to 9,999,999.')
  expect(edgeError({ kind: 'offset', value: '-1' })).toBe('An offset is a whole number.')
  expect(edgeError({ kind: 'time', value: '' })).toBe('Choose a date and a time.')
  expect(edgeError({ kind: 'earliest', value: '' })).toBeNull()
})

test('a time survives its field', () => {
  expect(isoTime(localTime('2026-01-31T10:20:30Z'))).toBe('2026-01-31T10:20:30Z')
  expect([isoTime('no time'), localTime('soon')]).toEqual(['', ''])
})
