import { describe, expect, it } from 'vitest'
import { LiveQueue, MAX_QUEUED_BYTES } from './live-queue.ts'
import type { ReadEvent } from './read-event.ts'

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

const ended: ReadEvent = {
  type: 'ended',
  reason: 'cancelled',
  read: 100,
  matched: 100,
  skipped: 0,
  undecodable: 0,
  seconds: 1,
}

function drain(queue: LiveQueue): ReadEvent[] {
  const taken: ReadEvent[] = []
  for (let event = queue.take(); event; event = queue.take()) taken.push(event)
  return taken
}

describe('LiveQueue', () => {
  it('passes everything on while the viewer keeps up', () => {
    const queue = new LiveQueue()
    queue.push(records(3))
    queue.push(progress(3, 3))
    expect(drain(queue)).toEqual([records(3), progress(3, 3)])
    expect(queue.take()).toBeNull()
  })

  it('drops the oldest records beyond 2 MB, says how many, and keeps the sums right', () => {
    const queue = new LiveQueue()
    const fits = MAX_QUEUED_BYTES / (64 * KIB)
    for (let i = 1; i <= fits + 2; i++) queue.push(records(i))
    queue.push({ ...progress(0, 0), read: 700, matched: 700 } as ReadEvent)
    queue.push(ended)
    const taken = drain(queue)
    expect(taken[0]).toEqual({ type: 'skipped', count: 3, reason: 'this viewer was slower than the topic' })
    expect(taken[1]).toMatchObject({ type: 'records', count: 3 })
    expect(taken.filter(({ type }) => type === 'records')).toHaveLength(fits)
    expect(taken.at(-2)).toMatchObject({ type: 'progress', read: 700, matched: 697, skipped: 3 })
    expect(taken.at(-1)).toMatchObject({ type: 'ended', matched: 97, skipped: 3 })
  })

  it('keeps only the newest progress, and a chunk that is larger than all it may hold', () => {
    const queue = new LiveQueue()
    for (let i = 0; i < 5_000; i++) queue.push(progress(i, i))
    expect(drain(queue)).toEqual([progress(4_999, 4_999)])
    queue.push(records(1, MAX_QUEUED_BYTES * 2))
    expect(drain(queue)).toEqual([
      { type: 'skipped', count: 1, reason: 'this viewer was slower than the topic' },
    ])
  })
})
