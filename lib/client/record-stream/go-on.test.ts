import { expect, test } from 'vitest'
import type { RecordEvent } from '#lib/shared/record.ts'
import { ended, record, serveStreams, started } from './testing/serve-streams.ts'

test('a reading that was ended at its budget goes on where it stood, when asked', async () => {
  const progress: RecordEvent = {
    type: 'progress',
    ...{ read: 500, matched: 1, bytes: 9, skipped: 0, undecodable: 0, recordsPerSecond: 500 },
    positions: [{ partition: 0, position: '500', high: '900' }],
  }
  const stopped: RecordEvent = { ...ended, reason: 'budget', read: 500, matched: 1, goOn: 'offsets:0=500' }
  const { reading, until, look, values, asked } = serveStreams([
    [started(0, 900, 900), record(0, 7), progress, stopped],
    [started(500, 900, 900), record(0, 700), ended],
  ])
  reading.open({ path: '/records?to=latest', from: 'earliest', maySkip: false })
  reading.resume()
  await until('ended')
  expect(look()).toMatchObject({ endReason: 'budget', canGoOn: true, read: 500, seconds: 1 })
  // A tab that is seen again resumes; that alone reads nothing.
  reading.resume()
  expect(asked).toHaveLength(1)
  reading.goOn()
  reading.resume()
  await until('reading')
  await until('ended')
  expect(asked).toEqual(['earliest', 'offsets:0=500'])
  expect(values()).toEqual(['0:7=v7', '0:700=v700'])
  expect(look()).toMatchObject({ endReason: 'reached-end', canGoOn: false, read: 503, seconds: 2 })
  reading.goOn()
  reading.resume()
  expect(asked).toHaveLength(2)
})

const away: RecordEvent = {
  type: 'partition-error',
  partition: 1,
  code: 'broker_unreachable',
  message: 'Partition 1 has no leader.',
  retriable: true,
}
const both: RecordEvent = {
  type: 'started',
  partitions: [0, 1].map((partition) => ({ partition, low: '0', high: '2', from: '0', to: '2' })),
}

test('a partition that could not be begun is not passed over: the reading can’t go on from places', async () => {
  const stopped: RecordEvent = { ...ended, reason: 'budget', read: 1, matched: 1 }
  const { reading, until, look } = serveStreams([[started(0, 2, 2), away, record(0, 0), stopped]])
  reading.open({ path: '/records?to=latest', from: 'earliest', maySkip: false })
  reading.resume()
  await until('ended')
  expect(look()).toMatchObject({ endReason: 'budget', canGoOn: false })
})

test('after a break it begins anew where a partition was away, and drops what it had', async () => {
  const { reading, until, values, asked } = serveStreams([
    [started(0, 2, 2), away, record(0, 0)],
    [both, record(0, 0), record(0, 1), record(1, 0)],
    [both, record(1, 1), ended],
  ])
  reading.open({ path: '/records?to=latest', from: 'earliest', maySkip: false })
  reading.resume()
  await until('ended')
  expect(asked).toEqual(['earliest', 'earliest', 'offsets:0=2,1=1'])
  expect(values()).toEqual(['0:0=v0', '0:1=v1', '1:0=v0', '1:1=v1'])
})

test('a live view of the newest goes on at the places it knows', async () => {
  const { reading, until, asked } = serveStreams([
    [started(5, 7), away, record(0, 5)],
    [started(6, 7), record(0, 6), ended],
  ])
  reading.open({ path: '/records?to=live', from: 'newest:100', maySkip: true })
  reading.resume()
  await until('ended')
  expect(asked).toEqual(['newest:100', 'offsets:0=6'])
})
