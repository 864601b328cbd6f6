import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from './latency-histogram.ts'
import { TokenBucket } from './token-bucket.ts'

describe('TokenBucket', () => {
  it('never gives more than its rate and a short burst, and reaches the rate when asked often enough', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 100_000, noNaN: true }), (rate) => {
        const bucket = new TokenBucket(rate, 0)
        let granted = 0
        for (let now = 0; now < 10_000; now += 10) granted += bucket.take(1_000_000, now).granted
        expect(granted).toBeLessThanOrEqual(rate * 10 + Math.max(1, rate * 0.2) + 1)
        expect(granted).toBeGreaterThanOrEqual(Math.floor(rate * 9.9) - 1)
      }),
    )
  })

  it('says how long to wait for the next one', () => {
    const bucket = new TokenBucket(2, 0)
    expect(bucket.take(5, 0)).toEqual({ granted: 1, waitMs: 0 })
    expect(bucket.take(5, 100)).toEqual({ granted: 0, waitMs: 400 })
    expect(bucket.take(5, 500)).toEqual({ granted: 1, waitMs: 0 })
  })

  it('gives a burst at once, then nothing until the next one, and keeps the rate all the same', () => {
    const bucket = new TokenBucket(100, 0, 50)
    expect(bucket.take(1, 0)).toEqual({ granted: 50, waitMs: 0 })
    expect(bucket.take(1, 100)).toEqual({ granted: 0, waitMs: 400 })
    // Asked late, it still gives one burst, and the next one sooner.
    expect(bucket.take(1, 700)).toEqual({ granted: 50, waitMs: 0 })
    expect(bucket.take(1, 700)).toEqual({ granted: 0, waitMs: 300 })
  })
})

describe('LatencyHistogram', () => {
  it('knows its quantiles to five percent', () => {
    const histogram = new LatencyHistogram()
    expect(histogram.quantiles()).toBeNull()
    for (let value = 1; value <= 1_000; value++) histogram.add(value)
    const { p50 = 0, p99 = 0, max = 0 } = histogram.quantiles() ?? {}
    expect(p50).toBeGreaterThan(475)
    expect(p50).toBeLessThan(526)
    expect(p99).toBeGreaterThan(940)
    expect(p99).toBeLessThanOrEqual(1_000)
    expect(max).toBe(1_000)
  })

  it('keeps what is beyond its scale as the greatest', () => {
    const histogram = new LatencyHistogram()
    histogram.add(0)
    histogram.add(10_000_000)
    expect(histogram.quantiles()?.max).toBe(10_000_000)
  })
})
