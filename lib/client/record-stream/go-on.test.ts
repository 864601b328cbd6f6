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
