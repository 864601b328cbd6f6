import { describe, expect, it } from 'vitest'
import type { ReadEvent } from '#lib/kafka/read-records.ts'
import { keepUp } from './keep-up.ts'

const KIB = 1024

function records(count: number, bytes = 64 * KIB): ReadEvent {
  return { type: 'records', count, lines: new Uint8Array(bytes) }
}

function progress(read: number, position: number): ReadEvent {
  return {
    type: 'progress',
    read,
    matched: read,
    bytes: 0,
    skipped: 0,
    undecodable: 0,
    recordsPerSecond: 0,
    positions: [{ partition: 0, position: String(position), high: String(position) }],
  }
}

const started: ReadEvent = {
  type: 'started',
  partitions: [{ partition: 0, low: '0', high: '10', from: '0', to: null }],
}
const ended: ReadEvent = {
  type: 'ended',
  reason: 'cancelled',
  read: 100,
  matched: 100,
  skipped: 0,
  undecodable: 0,
  seconds: 1,
}

describe('keepUp', () => {
  /** A source that counts how far it was read ahead. */
  function source(events: readonly ReadEvent[]): {
    events: AsyncGenerator<ReadEvent>
    given: () => number
    closed: () => boolean
  } {
    let given = 0
    let closed = false
    async function* give(): AsyncGenerator<ReadEvent> {
      try {
        for (const event of events) {
          given++
          await Promise.resolve()
          yield event
        }
      } finally {
        closed = true
      }
    }
    return { events: give(), given: () => given, closed: () => closed }
  }

  it('holds the reading back until the viewer has seen what was there, then runs ahead', async () => {
    const behind = [started, records(5), progress(5, 5), records(5), progress(10, 10)]
    const live = Array.from({ length: 100 }, () => records(1))
    const { events, given } = source([...behind, ...live, ended])
    const viewer = keepUp(events)
    for (const [index, expected] of behind.entries()) {
      expect((await viewer.next()).value).toEqual(expected)
      expect(given()).toBe(index + 1)
    }
    expect((await viewer.next()).value).toEqual(records(1))
    await expect.poll(given).toBe(behind.length + live.length + 1)
    const rest = await Array.fromAsync(viewer)
    const shown = rest.filter(({ type }) => type === 'records').length + 1
    const skipped = rest.reduce((sum, event) => sum + (event.type === 'skipped' ? event.count : 0), 0)
    expect(shown + skipped).toBe(live.length)
    expect(skipped).toBeGreaterThan(0)
    expect(rest.at(-1)).toMatchObject({ type: 'ended', skipped })
  })

  it('passes a failure on after what came before it', async () => {
    async function* failing(): AsyncGenerator<ReadEvent> {
      await Promise.resolve()
      yield started
      yield progress(10, 10)
      yield records(2)
      throw new Error('the cluster is gone')
    }
    const viewer = keepUp(failing())
    const seen: string[] = []
    await expect(
      (async () => {
        for await (const event of viewer) seen.push(event.type)
      })(),
    ).rejects.toThrow('the cluster is gone')
    expect(seen).toEqual(['started', 'progress', 'records'])
  })

  it('closes the reading when the viewer leaves', async () => {
    const { events, closed } = source([started, records(1), records(1)])
    const viewer = keepUp(events)
    await viewer.next()
    await viewer.return(undefined)
    expect(closed()).toBe(true)
  })
})
