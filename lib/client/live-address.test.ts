import { expect, test } from 'vitest'
import { formatLiveAddress, MAX_PANES, parseLiveAddress } from './live-address.ts'
import { defaultAddress } from './record-address.ts'

const orders = { ...defaultAddress, topic: 'orders', filterText: 'a=b&c' }
const bills = { ...defaultAddress, topic: 'bills', columns: [{ name: 'value["x&y"]', width: 90 }] }

test('several topics side by side survive the address, each with its own range and filter', () => {
  for (const panes of [[orders], [orders, bills], [defaultAddress, defaultAddress, bills]]) {
    const text = formatLiveAddress(panes).toString()
    expect(parseLiveAddress(new URLSearchParams(text))).toEqual(panes)
  }
})

test('one topic has the address that it always had, and no more panes are read than a browser carries', () => {
  expect(formatLiveAddress([{ ...defaultAddress, topic: 'orders' }]).toString()).toBe('topic=orders')
  const many = formatLiveAddress(Array.from({ length: 9 }, () => bills))
  expect(parseLiveAddress(many)).toHaveLength(MAX_PANES)
})
