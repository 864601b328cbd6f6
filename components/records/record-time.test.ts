import { expect, test } from 'vitest'
import { formatRecordTime, timeWords } from './record-time.ts'

const at = Date.parse('2026-07-01T10:00:00.123Z')
const now = Date.parse('2026-07-01T11:00:03Z')

test('one time in every style', () => {
  const shown = (['relative', 'utc', 'epoch', 'America/New_York'] as const).map((style) =>
    formatRecordTime(at, style, now),
  )
  expect(shown).toEqual(['1 h ago', '07-01 10:00:00.123', '1782900000123', '07-01 06:00:00.123'])
})

test('another year is written out, as the chosen zone sees it', () => {
  const eve = Date.parse('2025-12-31T23:30:00Z')
  expect(formatRecordTime(eve, 'utc', now)).toBe('2025-12-31 23:30:00.000')
  expect(formatRecordTime(eve, 'Europe/Berlin', now)).toBe('01-01 00:30:00.000')
})

test('no time, a time to come, and one beyond the calendar', () => {
  expect(formatRecordTime(-1, 'utc', now)).toBe('no time')
  expect(formatRecordTime(now + 61_000, 'relative', now)).toBe('in 1 min')
  expect(formatRecordTime(9e18, 'utc', now)).toBe('9000000000000000000')
})

test('behind a time stand the others', () => {
  expect(timeWords(at, 'Asia/Kolkata', now).split('\n')).toEqual(
    expect.arrayContaining([
      '2026-07-01 15:30:00.123 Asia/Kolkata (UTC+05:30)',
      '2026-07-01 10:00:00.123 UTC',
      '1 h ago',
      '1782900000123 ms since 1970',
    ]),
  )
})
