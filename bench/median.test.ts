import { expect, test } from 'vitest'
import { median } from './median.ts'

test('the middle figure, whatever the order', () => {
  expect(median([9, 1, 5])).toBe(5)
})

test('the mean of the middle two of an even count', () => {
  expect(median([10, 1, 2, 4])).toBe(3)
})

test('numbers are compared as numbers', () => {
  expect(median([100, 20, 3])).toBe(20)
})

test('nothing has no median', () => {
  expect(() => median([])).toThrow('no median of nothing')
})
