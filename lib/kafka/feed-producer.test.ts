import { expect, it, vi } from 'vitest'
import { feedProducer } from './feed-producer.ts'
import type { OutgoingRecord } from './outgoing-record.ts'

const record: OutgoingRecord = { key: null, value: Buffer.from('x'), headers: [] }
const never = new AbortController().signal

function fakeProducer() {
  const fed: OutgoingRecord[] = []
  return {
    fed,
    failure: null,
    full: false,
    add: (given: OutgoingRecord) => {
      fed.push(given)
      return true
    },
    room: () => Promise.resolve(),
    flush: () => undefined,
  }
}

/** Gives one record, then nothing for as long as the test lasts, and returns only after that. */
async function* silentAfterOne(): AsyncGenerator<OutgoingRecord> {
  yield record
  await new Promise(() => undefined)
}

it('ends at its time while the source is silent', async () => {
  const producer = fakeProducer()
  const startedAt = performance.now()
  const end = await feedProducer(producer, { records: silentAfterOne(), durationMs: 80, signal: never })
  expect([end, producer.fed]).toEqual(['duration', [record]])
  expect(performance.now() - startedAt).toBeGreaterThan(70)
})

it('ends at a cancel while the source is silent', async () => {
  const producer = fakeProducer()
  const stop = new AbortController()
  const feeding = feedProducer(producer, { records: silentAfterOne(), signal: stop.signal })
  await vi.waitFor(() => expect(producer.fed).toEqual([record]))
  stop.abort(new Error('Cancelled.'))
  await expect(feeding).rejects.toThrow('Cancelled.')
})

it('ends with a source that ends before its time, and closes it', async () => {
  const producer = fakeProducer()
  let closed = 0
  async function* three(): AsyncGenerator<OutgoingRecord> {
    try {
      for (let count = 0; count < 3; count++) yield await Promise.resolve(record)
    } finally {
      closed++
    }
  }
  const end = await feedProducer(producer, { records: three(), durationMs: 60_000, signal: never })
  expect([end, producer.fed.length, closed]).toEqual(['count', 3, 1])
})

it('says that the time is over for a source that never pauses', async () => {
  function* endless(): Generator<OutgoingRecord> {
    for (;;) yield record
  }
  const producer = fakeProducer()
  expect(await feedProducer(producer, { records: endless(), durationMs: 30, signal: never })).toBe('duration')
})
