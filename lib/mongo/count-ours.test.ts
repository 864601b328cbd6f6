import { Long } from 'mongodb'
import { expect, it } from 'vitest'
import { countOurs } from './count-ours.ts'

it('takes for ours what carries the timestamp that we gave it', () => {
  const given = [
    { _id: 'a', timestamp: 1.5 },
    { _id: 'b', timestamp: 2 },
    { _id: 'c', timestamp: Long.fromString('9007199254740993') },
  ]
  const found = [
    { _id: 'a', timestamp: 1.5 },
    { _id: 'b', timestamp: 3 },
    { _id: 'c', timestamp: Long.fromString('9007199254740993') },
  ]
  expect(countOurs(given, found)).toBe(2)
})

it('does not take for ours what has no timestamp', () => {
  const documents = [{ _id: 'a' }, { _id: 'b', timestamp: null }]
  expect(countOurs(documents, documents)).toBe(0)
})

it('tells long ids apart', () => {
  const long = 'x'.repeat(2_000)
  const given = [
    { _id: `${long}1`, timestamp: 1 },
    { _id: `${long}2`, timestamp: 2 },
  ]
  expect(countOurs(given, given)).toBe(2)
  expect(countOurs(given, [{ _id: `${long}3`, timestamp: 2 }])).toBe(0)
})
