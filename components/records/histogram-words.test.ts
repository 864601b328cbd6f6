import { expect, test } from 'vitest'
import { bucketTime, countWords, spanWords, widthWords } from './histogram-words.ts'

const at = Date.UTC(2026, 0, 31, 10, 20, 30, 400)

test('a time is as exact as its bucket', () => {
  expect([86_400_000, 60_000, 1000, 10].map((width) => bucketTime(at, width, 'UTC'))).toEqual([
    '2026-01-31',
    '2026-01-31 10:20',
    '2026-01-31 10:20:30',
    '2026-01-31 10:20:30.400',
  ])
  expect(bucketTime(at, 86_400_000, 'Asia/Kolkata')).toBe('2026-01-31 15:50')
  expect(bucketTime(9e15, 1000, 'UTC')).toBe('9000000000000000')
})

test('a span names a day once', () => {
  expect(spanWords(at, at + 60_000, 60_000, 'UTC')).toBe('2026-01-31 10:20 – 10:21')
  expect(spanWords(at, at + 86_400_000, 60_000, 'UTC')).toBe('2026-01-31 10:20 – 2026-02-01 10:20')
  expect(spanWords(at, at + 86_400_000, 86_400_000, 'UTC')).toBe('2026-01-31 – 2026-02-01')
})

test('counts and widths in words', () => {
  expect([0, 1, 1200].map((total) => countWords({ total, read: total }))).toEqual([
    'no records',
    'about 1 record',
    'about 1,200 records',
  ])
  expect(countWords({ total: 1200, read: 5 })).toBe('about 1,200 records, 5 in the range')
  expect([1, 500, 60_000, 10_800_000, 86_400_000 * 7, 365 * 86_400_000].map(widthWords)).toEqual([
    '1 millisecond',
    '500 milliseconds',
    '1 minute',
    '3 hours',
    '7 days',
    '1 year',
  ])
})
