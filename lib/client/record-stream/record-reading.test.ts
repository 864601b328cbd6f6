import { expect, test } from 'vitest'
import type { RecordEvent } from '#lib/shared/record.ts'
import { ApiFailure } from '../api.ts'
import { RecordBuffer } from '../record-buffer.ts'
import type { ReadRequest } from './protocol.ts'
import { ended, record, serveStreams, started } from './testing/serve-streams.ts'

const live: ReadRequest = { path: '/records?to=live', from: 'newest:100', maySkip: true }

test('a finished reading shows its rows, counts and why it ended', async () => {
  const { reading, until, look, values, asked } = serveStreams([
    [started(0, 3, 3), record(0, 0), record(0, 1), record(0, 2), ended],
  ])
  reading.open({ path: '/records?to=latest', from: 'earliest', maySkip: false })
  reading.resume()
  await until('ended')
  expect(values()).toEqual(['0:0=v0', '0:1=v1', '0:2=v2'])
  expect(look()).toMatchObject({ read: 3, matched: 3, endReason: 'reached-end', seconds: 1, error: null })
  expect(asked).toEqual(['earliest'])
})

test('a broken stream is taken up after the last record, and nothing comes twice', async () => {
  const { reading, until, values, asked, look } = serveStreams([
    [started(5, 7), record(0, 5), record(0, 6)],
    [started(7, 9), record(0, 6), record(0, 7), record(0, 8), ended],
  ])
  reading.open(live)
  reading.resume()
  await until('ended')
  expect(asked).toEqual(['newest:100', 'offsets:0=7'])
  expect(values()).toEqual(['0:5=v5', '0:6=v6', '0:7=v7', '0:8=v8'])
  expect(look().skips).toEqual([])
})

test('positions that the filter passed over are not read again', async () => {
  const progress: RecordEvent = {
    type: 'progress',
    read: 500,
    matched: 1,
    bytes: 9,
    skipped: 0,
    undecodable: 0,
    filterErrors: 3,
    filterErrorSample: 'no such overload: string > int (column 1)',
    recordsPerSecond: 500,
    positions: [{ partition: 0, position: '500', high: '900' }],
  }
  const { reading, until, asked, look } = serveStreams([
    [started(0, 900), record(0, 7), progress],
    [started(500, 900), ended],
  ])
  reading.open(live)
  reading.resume()
  await until('ended')
  expect(asked[1]).toBe('offsets:0=500')
  expect(look()).toMatchObject({
    read: 503,
    filterErrors: 3,
    filterErrorSample: 'no such overload: string > int (column 1)',
  })
})

test('a range keeps the end it began with, although the topic grew during a break', async () => {
  const { reading, until, values } = serveStreams([
    [started(0, 2, 2), record(0, 0)],
    [started(1, 4, 4), record(0, 1), record(0, 2), record(0, 3), ended],
  ])
  reading.open({ path: '/records?to=latest', from: 'earliest', maySkip: false })
  reading.resume()
  await until('ended')
  expect(values()).toEqual(['0:0=v0', '0:1=v1'])
})

test('what cannot pass by itself fails at once and says why', async () => {
  const error = {
    code: 'broker_topic_denied' as const,
    message: 'No right to read.',
    advice: 'Ask for consumer.',
  }
  const { reading, until, look, asked } = serveStreams([new ApiFailure(error, 502)])
  reading.open(live)
  reading.resume()
  await until('failed')
  expect(look().error).toEqual(error)
  expect(asked).toHaveLength(1)
})

test('after many attempts in vain it gives up, and a retry begins anew', async () => {
  const down = () => new ApiFailure({ code: 'unavailable', message: 'Keystream did not answer.' }, 0)
  const { reading, until, asked, look } = serveStreams([
    ...Array.from({ length: 11 }, down),
    [started(0, 0), ended],
  ])
  reading.open(live)
  reading.resume()
  await until('failed')
  expect(asked).toHaveLength(11)
  reading.resume()
  await until('ended')
  expect(look().error).toBeNull()
})

test('held rows stop the reading; letting go continues it without loss', async () => {
  const buffer = new RecordBuffer({ bytes: 10_000, lines: 2 })
  const { reading, until, values } = serveStreams(
    [[started(0, 4), ...[0, 1, 2, 3].map((n) => record(0, n)), 'open']],
    buffer,
  )
  reading.open(live)
  reading.look({ at: 'end', count: 10 }, 0)
  reading.resume()
  await until('held')
  expect(reading.look({ at: 'end', count: 10 }, 0).rows.map((row) => row.offset)).toEqual(['0', '1'])
  reading.look({ at: 'end', count: 10 }, null)
  await until('reading')
  await expect.poll(values).toEqual(['0:2=v2', '0:3=v3'])
  reading.close()
})

test('a live reading that comes back far behind skips to the newest and says how many it left out', async () => {
  const { reading, until, asked, look } = serveStreams([
    [started(0, 1), record(0, 0), 'open'],
    [started(1, 1_000_001), 'open'],
    [started(900_001, 1_000_001), ended],
  ])
  reading.open(live)
  reading.resume()
  await until('reading')
  reading.suspend()
  await until('suspended')
  reading.resume()
  await until('ended')
  expect(asked).toEqual(['newest:100', 'offsets:0=1', 'offsets:0=900001'])
  expect(look().skips).toEqual([{ reason: 'arrived while this page was not reading', count: 900_000 }])
})

test('a record of another key order, or beyond 2^53, is understood', async () => {
  const { type: _type, partition, offset, ...rest } = record(0, '9223372036854775806')
  const reordered = { type: 'record', ...rest, offset, partition } as unknown as RecordEvent
  const first = record(0, '9223372036854775805')
  const { reading, until, values } = serveStreams([
    [
      {
        type: 'started',
        partitions: [
          { partition: 0, low: '0', high: '9223372036854775807', from: '9223372036854775805', to: null },
        ],
      },
      first,
      reordered,
      reordered,
      ended,
    ],
  ])
  reading.open(live)
  reading.resume()
  await until('ended')
  expect(values()).toEqual([
    '0:9223372036854775805=v9223372036854775805',
    '0:9223372036854775806=v9223372036854775806',
  ])
})

test('a new reading shows nothing of the one before', async () => {
  const { reading, until, look } = serveStreams([
    [started(0, 1), record(0, 0), ended],
    [started(0, 0, 0), ended],
  ])
  reading.open(live)
  reading.resume()
  await until('ended')
  reading.open(live)
  reading.resume()
  await until('ended')
  expect(look()).toMatchObject({ rows: [], read: 3 })
})
