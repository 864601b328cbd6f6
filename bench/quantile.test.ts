import { describe, expect, it } from 'vitest'
import { quantile } from './quantile.ts'

describe('quantile', () => {
  it.each([
    [[3, 1, 2], 0.5, 2],
    [[1], 0.99, 1],
    [Array.from({ length: 100 }, (_, index) => index + 1), 0.99, 99],
    [[5, 9], 0, 5],
    [[5, 9], 1, 9],
  ])('of %j at %d', (figures, share, wanted) => {
    expect(quantile(figures, share)).toBe(wanted)
  })

  it('of nothing is an error', () => {
    expect(() => quantile([], 0.5)).toThrow('nothing')
  })
})
