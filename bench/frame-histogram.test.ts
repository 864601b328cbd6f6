import { expect, test } from 'vitest'
import { framesBetween, framesUnder, longestGap } from './frame-histogram.ts'

test('frames of a stretch are those that came after its beginning', () => {
  expect(framesBetween([0, 3, 1], [0, 3, 5])).toEqual([0, 0, 4])
  expect(framesBetween([], [2, 1])).toEqual([2, 1])
})

test('the share under a limit leaves out the limit itself', () => {
  const frames = [0, 0, 9, 1]
  expect(framesUnder(frames, 3)).toBe(0.9)
  expect(framesUnder(frames, 4)).toBe(1)
})

test('a page that drew no frame was not smooth', () => {
  expect(framesUnder([0, 0, 0], 2)).toBe(0)
  expect(longestGap([0, 0, 0])).toBe(0)
})

test('the longest gap is the last one that was seen', () => {
  expect(longestGap([0, 4, 0, 1, 0])).toBe(3)
})
