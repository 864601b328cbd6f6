import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketGrid } from './bucket-grid.ts'
import { OffsetCurve } from './offset-curve.ts'

/** A partition as a broker answers for it: the first record at or after a time. */
function look(times: readonly number[], low: number, at: number) {
  const index = times.findIndex((time) => time >= at)
  return index < 0
    ? { offset: -1n, timestamp: -1n }
    : { offset: BigInt(low + index), timestamp: BigInt(times[index] ?? 0) }
}

function draw(times: readonly number[], low: number, window: { from: number; to: number; most: number }) {
  const grid = bucketGrid(window.from, window.to, window.most)
  const bounds = { low: BigInt(low), high: BigInt(low + times.length) }
  const curve = new OffsetCurve(0, bounds, grid)
  const asked: number[] = []
  let rounds = 0
  for (let edges = curve.wanted(); edges.length > 0; edges = curve.wanted()) {
    rounds++
    asked.push(...edges)
    for (const edge of edges) curve.learn(edge, look(times, low, curve.timeAt(edge)))
  }
  return { grid, asked, rounds, ...curve.counts() }
}

test('a full window is known after three rounds, an empty one without any', () => {
  const even = Array.from({ length: 600 }, (_, i) => i * 100)
  const full = draw(even, 7, { from: 0, to: 60_000, most: 60 })
  expect(full.counts).toEqual(Array.from({ length: 60 }, () => 10))
  expect([full.first, full.rounds]).toEqual([7n, 3])
  expect(draw([], 7, { from: 0, to: 60_000, most: 60 })).toMatchObject({ asked: [], first: 7n })
})

test('two bursts are found with few look-ups', () => {
  const bursts = [...Array.from({ length: 50 }, () => 5_500), ...Array.from({ length: 30 }, () => 50_500)]
  const { counts, asked } = draw(bursts, 0, { from: 0, to: 60_000, most: 60 })
  expect(counts.flatMap((count, index) => (count > 0 ? [[index, count]] : []))).toEqual([
    [5, 50],
    [50, 30],
  ])
  expect(asked.length).toBeLessThan(20)
})

test('whatever the timestamps: no edge is asked twice, no count is negative, the sum is what the log holds', () => {
  const times = fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 60 })
  fc.assert(
    fc.property(times, fc.nat(50), fc.integer({ min: 2, max: 240 }), (log, low, most) => {
      const first = log[0] ?? 0
      const { grid, counts, asked, first: at } = draw(log, low, { from: first, to: 100_001, most })
      expect(new Set(asked).size).toBe(asked.length)
      expect(at).toBe(BigInt(low))
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(log.length)
      // Each count is the difference of what the broker would have said at its two edges.
      const offsetAt = (edge: number): number => {
        const { offset } = look(log, low, grid.from + edge * grid.bucketMs)
        return offset < 0n ? low + log.length : Number(offset)
      }
      expect(counts).toEqual(counts.map((_, index) => offsetAt(index + 1) - offsetAt(index)))
    }),
  )
})

test('an answer from beyond what the log held at first is cut to it', () => {
  const curve = new OffsetCurve(0, { low: 5n, high: 10n }, { from: 0, bucketMs: 1, buckets: 2 })
  expect(curve.wanted()).toEqual([0, 1, 2])
  curve.learn(0, { offset: 3n, timestamp: 0n })
  curve.learn(1, { offset: 7n, timestamp: 1n })
  curve.learn(2, { offset: 12n, timestamp: 2n })
  expect(curve.wanted()).toEqual([])
  expect(curve.counts()).toEqual({ first: 5n, counts: [2, 3] })
})
