import { expect, test } from 'vitest'
import type { Histogram } from '#lib/shared/histogram.ts'
import { barPath, barsOf } from './histogram-bars.ts'

const histogram: Histogram = {
  from: 1000,
  bucketMs: 100,
  buckets: 3,
  partitions: [
    { partition: 0, low: '0', high: '40', first: '10', counts: [10, 0, 20] },
    { partition: 1, low: '0', high: '7', first: '0', counts: [0, 7, 0] },
  ],
  failed: [],
}
const at = (partition: number, from: string, to: string | null) => ({
  ...{ partition, from, to, low: '0', high: '99', position: from },
})

test('bars add up partitions, and say how much of each is read', () => {
  expect(barsOf(histogram, null, [at(0, '15', '25'), at(1, '5', null)])).toEqual({
    bars: [
      { from: 1000, to: 1100, total: 10, read: 5 },
      { from: 1100, to: 1200, total: 7, read: 2 },
      { from: 1200, to: 1300, total: 20, read: 5 },
    ],
    total: 37,
    peak: 20,
    range: { first: 0, last: 2 },
  })
})

test('only chosen partitions count, and a range that touches nothing is none', () => {
  expect(barsOf(histogram, [1], [at(1, '7', null)])).toMatchObject({ total: 7, peak: 8, range: null })
})

test('a bar is as high as its share, and one that is not empty is seen', () => {
  const { bars } = barsOf(histogram, null, [])
  expect(barPath(bars, 1000, ({ total }) => total)).toBe(
    'M0.4375 1v-0.0500h0.1250V1zM1.4375 1v-0.0500h0.1250V1zM2.4375 1v-0.0500h0.1250V1z',
  )
  expect(barPath(bars, 20, ({ total }) => total)).toContain('M2.4375 1v-1.0000h0.1250V1z')
  expect(barPath(bars, 20, ({ read }) => read)).toBe('')
})
