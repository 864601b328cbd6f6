import { expect, test } from 'vitest'
import { extentOf, type FollowState, followReducer, windowOf } from './follow-state.ts'

const following: FollowState = { following: true, base: 0, seen: 0 }
const viewport = { scrollTop: 0, height: 280, rowHeight: 28 }

test('following looks at the newest rows and holds nothing', () => {
  expect(windowOf(following, viewport)).toEqual({ window: { at: 'end', count: 23 }, hold: null })
  expect(extentOf(following, { first: 500, end: 700 })).toEqual({ base: 500, rows: 200 })
})

test('a pause fixes the place of every row while older ones are dropped and new ones arrive', () => {
  const paused = followReducer(following, { type: 'pause', first: 500, end: 700 })
  expect(extentOf(paused, { first: 600, end: 900 })).toEqual({ base: 500, rows: 400 })
  expect(windowOf(paused, { ...viewport, scrollTop: 100 * 28 })).toEqual({
    window: { at: 588, count: 35 },
    hold: 0,
  })
  expect(paused.seen).toBe(700)
})

test('only so much above the screen is held', () => {
  const paused = followReducer(following, { type: 'pause', first: 500_000, end: 600_000 })
  expect(windowOf(paused, { ...viewport, scrollTop: 90_000 * 28 }).hold).toBe(580_000)
})

test('scrolling down sees new rows; it never makes seen ones new again', () => {
  const paused = followReducer(following, { type: 'pause', first: 0, end: 10 })
  const down = followReducer(paused, { type: 'see', bottom: 15 })
  expect([down.seen, followReducer(down, { type: 'see', bottom: 3 }).seen]).toEqual([15, 15])
})

test('a second pause does not move what the first one fixed', () => {
  const paused = followReducer(following, { type: 'pause', first: 5, end: 10 })
  expect(followReducer(paused, { type: 'pause', first: 7, end: 20 })).toBe(paused)
  expect(followReducer(paused, { type: 'follow' }).following).toBe(true)
})

test('a new reading of a range begins at its start, without following', () => {
  const state = followReducer(following, { type: 'reset', following: false, origin: 42 })
  expect(state).toEqual({ following: false, base: 42, seen: 42 })
  expect(windowOf(state, viewport)).toEqual({ window: { at: 42, count: 35 }, hold: 0 })
})
