import { expect, it } from 'vitest'
import { assertTimes, nextTimes, timesBetween } from './cron-times.ts'

const next = (cron: string, timeZone: string, after: string, count = 3) =>
  nextTimes({ cron, timeZone }, Date.parse(after), count)

it('reads times of day in the zone, winter and summer', () => {
  expect(next('30 6 * * 1-5', 'Europe/Berlin', '2026-03-27T06:00:00Z')).toEqual([
    '2026-03-30T04:30:00.000Z',
    '2026-03-31T04:30:00.000Z',
    '2026-04-01T04:30:00.000Z',
  ])
  expect(next('0 0 1 * *', 'UTC', '2026-01-01T00:00:00Z', 2)).toEqual([
    '2026-02-01T00:00:00.000Z',
    '2026-03-01T00:00:00.000Z',
  ])
})

it('does a time that the clocks leap over at the moment of the change, once', () => {
  expect(next('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
    '2026-03-29T01:00:00.000Z',
    '2026-03-30T00:30:00.000Z',
  ])
  expect(next('30 2 * * *', 'America/New_York', '2026-03-07T12:00:00Z', 2)).toEqual([
    '2026-03-08T07:00:00.000Z',
    '2026-03-09T06:30:00.000Z',
  ])
})

it('does a time that comes twice once, and what is done every half hour in both hours', () => {
  expect(next('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
    '2026-10-25T00:30:00.000Z',
    '2026-10-26T01:30:00.000Z',
  ])
  expect(next('*/30 * * * *', 'Europe/Berlin', '2026-10-24T23:50:00Z', 5)).toEqual([
    '2026-10-25T00:00:00.000Z',
    '2026-10-25T00:30:00.000Z',
    '2026-10-25T01:00:00.000Z',
    '2026-10-25T01:30:00.000Z',
    '2026-10-25T02:00:00.000Z',
  ])
})

it('counts what was due between two moments', () => {
  const hourly = { cron: '0 * * * *', timeZone: 'UTC' }
  const from = Date.parse('2026-01-01T00:00:00Z')
  expect(timesBetween(hourly, from, from + 3 * 3_600_000, 100)).toBe(3)
  expect(timesBetween(hourly, from, from + 3 * 86_400_000, 10)).toBe(10)
})

it.each([
  ['61 * * * *', 'UTC', { field: 'cron', message: 'The minute is not right: 0 to 59.', column: 1 }],
  ['0 24 * * *', 'UTC', { field: 'cron', message: 'The hour is not right: 0 to 23.', column: 3 }],
  [
    '0 0 1 XYZ *',
    'UTC',
    { field: 'cron', message: 'The month is not right: 1 to 12, or JAN to DEC.', column: 7 },
  ],
  ['* * * * * *', 'UTC', { field: 'cron', message: 'A line has five fields, this one has 6.' }],
  ['often', 'UTC', { field: 'cron', message: 'A line has five fields, this one has 1.' }],
  ['@reboot', 'UTC', { field: 'cron', message: 'This word is not known.' }],
  ['0 0 30 2 *', 'UTC', { field: 'cron', message: 'This time never comes.' }],
  ['0 0 * * *', 'Europe/Atlantis', { field: 'timeZone' }],
])('refuses %s in %s and says where', (cron, timeZone, problem) => {
  const attempt = () => assertTimes({ cron, timeZone }, 0)
  expect(attempt).toThrow(expect.objectContaining({ code: 'bad_request', ...problem }))
})

it('takes the words for every hour and day', () => {
  assertTimes({ cron: '@hourly', timeZone: 'UTC' }, 0)
  assertTimes({ cron: '0 6 * * MON-FRI', timeZone: 'Europe/Berlin' }, 0)
})
