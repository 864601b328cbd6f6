import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketGrid } from './bucket-grid.ts'

const DAY = 86_400_000

test.each([
  ['one millisecond', 1_700_000_000_000, 1_700_000_000_001, 60, { bucketMs: 1, buckets: 1 }],
  ['no time at all', 1000, 1000, 60, { from: 1000, bucketMs: 1, buckets: 1 }],
  ['an hour', 3_600_000, 7_200_000, 60, { from: 3_600_000, bucketMs: 60_000, buckets: 60 }],
  ['an hour and a bit', 3_600_001, 7_200_001, 60, { from: 3_600_000, bucketMs: 120_000, buckets: 31 }],
  ['all that a date can tell', 0, 8_640_000_000_000_000, 60, { bucketMs: 4567 * 365 * DAY }],
])('%s', (_, from, to, most, expected) => {
  expect(bucketGrid(from, to, most)).toMatchObject(expected)
})

test('any window is covered, with no more buckets than asked, on multiples of their width', () => {
  const time = fc.integer({ min: 0, max: 8_640_000_000_000_000 })
  fc.assert(
    fc.property(time, time, fc.integer({ min: 1, max: 240 }), (a, b, most) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      // One bucket can't cover a window that lies over the border of the widest.
      fc.pre(most > 1)
      const grid = bucketGrid(from, to, most)
      expect(grid.buckets).toBeLessThanOrEqual(most)
      expect(grid.from).toBeLessThanOrEqual(from)
      expect(grid.from + grid.buckets * grid.bucketMs).toBeGreaterThanOrEqual(to)
      expect(grid.from % grid.bucketMs).toBe(0)
    }),
  )
})
