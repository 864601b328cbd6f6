import { expect, test } from 'vitest'
import { addSample, lagSeries, MAX_SAMPLES, MAX_TRACKED, noSamples } from './lag-history.ts'

const partition = (number: number, lag: string | null) => ({
  ...{ topic: 'orders', partition: number, committed: '1', low: '0', high: '9', lag },
  ...{ member: null, error: null },
})

test('keeps the lag of each look, in total and by partition', () => {
  const first = addSample(noSamples, { lag: '5', partitions: [partition(0, '5'), partition(1, null)] }, 1_000)
  const second = addSample(first, { lag: null, partitions: [partition(0, null)] }, 2_000)
  expect(second.map(({ at }) => at)).toEqual([1_000, 2_000])
  expect(lagSeries(second, null)).toEqual([5, null])
  expect(lagSeries(second, 'orders 0')).toEqual([5, null])
  expect(lagSeries(second, 'orders 1')).toEqual([null, null])
})

test('forgets the oldest look, and follows no more partitions than can be looked at', () => {
  let samples = noSamples
  const partitions = Array.from({ length: MAX_TRACKED + 5 }, (_, number) => partition(number, '1'))
  for (let at = 0; at < MAX_SAMPLES + 10; at++) samples = addSample(samples, { lag: '1', partitions }, at)
  expect([samples.length, samples[0]?.at, samples.at(-1)?.at]).toEqual([MAX_SAMPLES, 10, MAX_SAMPLES + 9])
  expect(samples[0]?.partitions.size).toBe(MAX_TRACKED)
})
