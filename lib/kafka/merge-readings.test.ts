import { describe, expect, it } from 'vitest'
import { mergeByTime } from './merge-by-time.ts'
import { mergeReadings } from './merge-readings.ts'
import type { EndReason, ReadEvent } from './read-event.ts'
import { ReadingTally } from './reading-tally.ts'

function records(partition: number, times: readonly number[], first = 0): ReadEvent {
  const lines = times.map(
    (time, index) =>
      `{"type":"record","partition":${partition},"offset":"${first + index}","timestamp":${time},"value":{"text":"\\"timestamp\\":0"}}\n`,
  )
  return { type: 'records', lines: new Uint8Array(Buffer.from(lines.join(''))), count: times.length }
}

function ended(read: number, matched: number, reason: EndReason = 'reached-end'): ReadEvent {
  return { type: 'ended', reason, read, matched, skipped: 0, undecodable: 0, seconds: 1 }
}

// eslint-disable-next-line @typescript-eslint/require-await -- a reading is asynchronous, this one has all at once
async function* reading(...events: readonly ReadEvent[]): AsyncGenerator<ReadEvent> {
  yield { type: 'started', partitions: [] }
  yield* events
}

function tallyOf(partitions: number): ReadingTally {
  const shares = Array.from({ length: partitions }, (_, partition) => [
    { partition, low: '0', high: '9', from: '0', to: '9' },
  ])
  return new ReadingTally(shares, 2)
}

async function outcome(
  events: AsyncIterable<ReadEvent>,
): Promise<{ given: string[]; last: ReadEvent | undefined }> {
  const given: string[] = []
  let last: ReadEvent | undefined
  for await (const event of events) {
    last = event
    if (event.type !== 'records') continue
    const lines = Buffer.from(event.lines).toString().trimEnd().split('\n')
    expect(lines).toHaveLength(event.count)
    for (const line of lines) {
      const { partition, offset, timestamp } = JSON.parse(line) as Record<string, string>
      given.push(`${partition}/${offset}@${timestamp}`)
    }
  }
  return { given, last }
}

describe('readings side by side', () => {
  it('keep the order of each, add up, and end for the reason that says most', async () => {
    const merged = mergeReadings(
      [
        reading(records(0, [5, 1]), records(0, [3], 2), ended(10, 3)),
        reading(records(1, [2]), ended(7, 1, 'deadline')),
      ],
      tallyOf(2),
    )
    const { given, last } = await outcome(merged)
    expect(given.filter((record) => record.startsWith('0'))).toEqual(['0/0@5', '0/1@1', '0/2@3'])
    expect(given).toHaveLength(4)
    expect(last).toMatchObject({ type: 'ended', reason: 'deadline', read: 19, matched: 4, skipped: 2 })
    expect(last).toHaveProperty('goOn', 'offsets:0=0,1=0')
  })

  it('add up on how many records a filter failed, with the first failure', async () => {
    const failing = (filterErrors: number, filterErrorSample: string) =>
      reading(Object.assign(ended(5, 0), { filterErrors, filterErrorSample }))
    const merged = mergeReadings(
      [reading(ended(1, 0)), failing(2, 'first'), failing(3, 'second')],
      tallyOf(3),
    )
    const { last } = await outcome(merged)
    expect(last).toMatchObject({ read: 13, filterErrors: 5, filterErrorSample: 'first' })
  })

  it('fail with the first that fails', async () => {
    // eslint-disable-next-line @typescript-eslint/require-await -- as above
    async function* broken(): AsyncGenerator<ReadEvent> {
      yield { type: 'started', partitions: [] }
      throw new Error('no leader')
    }
    await expect(outcome(mergeReadings([reading(ended(1, 0)), broken()], tallyOf(2)))).rejects.toThrow(
      'no leader',
    )
  })
})

describe('readings in the order of time', () => {
  const three = () => [
    reading(records(0, [1, 4]), records(0, [4, 9], 2), ended(4, 4)),
    reading(ended(5, 0)),
    reading(records(2, [2, 3, 1, 8]), ended(4, 4)),
  ]
  const stop = () => undefined

  it('are merged, each partition in its own order, equal times by partition', async () => {
    const merged = mergeByTime({
      readings: three(),
      tally: tallyOf(3),
      limit: Number.POSITIVE_INFINITY,
      stop,
    })
    const { given, last } = await outcome(merged)
    expect(given).toEqual(['0/0@1', '2/0@2', '2/1@3', '2/2@1', '0/1@4', '0/2@4', '2/3@8', '0/3@9'])
    expect(last).toMatchObject({ type: 'ended', reason: 'reached-end', read: 15, matched: 8, skipped: 2 })
  })

  it('end at the limit; what was found and not given counts as not read', async () => {
    let stopped = 0
    const merged = mergeByTime({ readings: three(), tally: tallyOf(3), limit: 3, stop: () => stopped++ })
    const { given, last } = await outcome(merged)
    expect(given).toEqual(['0/0@1', '2/0@2', '2/1@3'])
    expect(last).toMatchObject({ type: 'ended', reason: 'limit', read: 10, matched: 3 })
    expect(stopped).toBe(1)
  })

  it('of nothing end at once', async () => {
    const merged = mergeByTime({ readings: [], tally: tallyOf(0), limit: 5, stop })
    expect(await outcome(merged)).toMatchObject({ given: [], last: { reason: 'reached-end', read: 2 } })
  })
})
