import { expect, it } from 'vitest'
import { openReading } from './open-readings.ts'

it('takes in so many readings of a team, and more when some have left', () => {
  const viewer = new AbortController()
  const readings = Array.from({ length: 50 }, () => openReading('team_a', viewer.signal))
  expect(() => openReading('team_a', viewer.signal)).toThrow(
    expect.objectContaining({ code: 'rate_limited' }),
  )
  const other = openReading('team_b', viewer.signal)
  readings[0]?.close()
  expect(readings[0]?.signal.aborted).toBe(true)
  const late = openReading('team_a', viewer.signal)
  viewer.abort()
  expect([late, other, ...readings].every(({ signal }) => signal.aborted)).toBe(true)
  expect(openReading('team_a', new AbortController().signal).signal.aborted).toBe(false)
})

it('a viewer who is gone already reads nothing', () => {
  expect(openReading('team_c', AbortSignal.abort()).signal.aborted).toBe(true)
})
