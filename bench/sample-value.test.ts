import { expect, test } from 'vitest'
import { sampleValue } from './sample-value.ts'

test.each([0, 1, 9_972, 5_000, 9_999_999])('record %i is JSON of 200 bytes', (index) => {
  const value = sampleValue(index)
  expect([Buffer.byteLength(value), (JSON.parse(value) as { id: number }).id]).toEqual([200, index])
})

test('one in ten thousand has failed', () => {
  const failed = Array.from({ length: 20_000 }, (_, index) => index).filter((index) =>
    sampleValue(index).includes('FAILED'),
  )
  expect(failed).toEqual([5_000, 15_000])
})
