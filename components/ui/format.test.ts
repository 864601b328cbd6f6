import { expect, test } from 'vitest'
import { formatBytes, formatDuration, formatRelative } from './format.ts'

test.each([
  [0, 'just now'],
  [44_000, 'just now'],
  [50_000, '1 min. ago'],
  [3 * 60_000, '3 min. ago'],
  [26 * 3_600_000, 'yesterday'],
  [-3 * 3_600_000, 'in 3 hr.'],
])('%i ms before now is %s', (distance, words) => {
  expect(formatRelative(1_000_000_000_000 - distance, 1_000_000_000_000)).toBe(words)
})

test.each([
  [0.4, '<1 ms'],
  [342, '342 ms'],
  [1_440, '1.4 s'],
  [59_990, '1 min 00 s'],
  [185_000, '3 min 05 s'],
  [7_800_000, '2 h 10 min'],
])('%d ms is %s', (milliseconds, words) => {
  expect(formatDuration(milliseconds)).toBe(words)
})

test.each([
  [0, '0 B'],
  [1023, '1,023 B'],
  [20_480, '20 KiB'],
  [1_048_500, '1.0 MiB'],
  [5_500_000_000, '5.1 GiB'],
])('%d bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words)
})
