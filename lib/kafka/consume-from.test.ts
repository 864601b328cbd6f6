import { expect, it } from 'vitest'
import { consumeFrom } from './consume-from.ts'

it.each([
  ['earliest', 'earliest'],
  ['latest', 'latest'],
  ['time:2026-01-31T00:00:00Z', { time: 1_769_817_600_000 }],
  ['time:1769817600000', { time: 1_769_817_600_000 }],
  ['time:0', { time: 0 }],
  ['time:1969-12-31T00:00:00Z', { time: 0 }],
  ['time:9999999999999999', { time: 8_640_000_000_000_000 }],
])('reads %s', (text, from) => {
  expect(consumeFrom(text)).toEqual(from)
})
