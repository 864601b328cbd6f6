import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isZone, offsetOf, offsetWords, timeOfWall, wallTime, zoneNames } from './time-zone.ts'

const at = Date.parse('2026-07-01T10:00:00.123Z')

test('a time is shown as the clocks of the world show it', () => {
  const shown = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia'].map((zone) =>
    wallTime(at, zone),
  )
  expect(shown).toEqual([
    '2026-07-01T10:00:00.123',
    '2026-07-01T12:00:00.123',
    '2026-07-01T06:00:00.123',
    '2026-07-01T15:30:00.123',
    '2026-07-01T23:00:00.123',
  ])
  expect(['UTC', 'America/New_York', 'Asia/Kolkata'].map((zone) => offsetWords(at, zone))).toEqual([
    'UTC',
    'UTC−04:00',
    'UTC+05:30',
  ])
})

test('clocks that are put forward and back', () => {
  expect(wallTime(Date.parse('2026-03-29T00:59:59Z'), 'Europe/Berlin')).toBe('2026-03-29T01:59:59.000')
  expect(wallTime(Date.parse('2026-03-29T01:00:00Z'), 'Europe/Berlin')).toBe('2026-03-29T03:00:00.000')
  // 02:30 comes twice in autumn, and never in spring.
  expect(timeOfWall('2026-10-25T02:30', 'Europe/Berlin')).toBe(Date.parse('2026-10-25T00:30:00Z'))
  expect(timeOfWall('2026-03-29T02:30', 'Europe/Berlin')).toBe(Date.parse('2026-03-29T01:30:00Z'))
  expect(timeOfWall('2026-01-31T10:00:05.5', 'Europe/Berlin')).toBe(Date.parse('2026-01-31T09:00:05.500Z'))
})

test('years long ago, and what is no time', () => {
  expect(wallTime(Date.parse('1850-06-01T00:00:00Z'), 'Europe/Berlin')).toBe('1850-06-01T00:53:28.000')
  expect(wallTime(8.64e15 + 1, 'UTC')).toBe('')
  expect(timeOfWall('yesterday', 'UTC')).toBeNaN()
  expect(timeOfWall('2026-13-01T00:00', 'UTC')).toBeNaN()
})

test('zones are those of the browser, by name', () => {
  expect(zoneNames()).toEqual(expect.arrayContaining(['Asia/Kolkata', 'Europe/Berlin', 'Europe/Kyiv']))
  const names = ['UTC', 'Europe/Berlin', 'Etc/GMT+5', 'Europe/Atlantis', '+02:00', '', 'local']
  expect(names.filter(isZone)).toEqual(['UTC', 'Europe/Berlin', 'Etc/GMT+5'])
})

test('property: what a clock shows leads back to a time at which it shows the same', () => {
  const zone = fc.constantFrom('UTC', ...zoneNames())
  const time = fc.integer({ min: Date.parse('1971-01-01T00:00Z'), max: Date.parse('2100-01-01T00:00Z') })
  fc.assert(
    fc.property(time, zone, (milliseconds, name) => {
      const wall = wallTime(milliseconds, name)
      const back = timeOfWall(wall, name)
      expect(wallTime(back, name)).toBe(wall)
      expect(back).toBeLessThanOrEqual(milliseconds)
      expect(Math.abs(offsetOf(milliseconds, name))).toBeLessThan(86_400_000)
    }),
  )
})
