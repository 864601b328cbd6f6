import { createServer, type Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import type { OutgoingRecord } from './outgoing-record.ts'
import { ProducedStore, type StoreSink } from './produced-store.ts'
import { SinkTally } from './record-sink.ts'

const CHARACTERS = 1024 * 1024
const never = () => new Promise<never>(() => undefined)

/** A sink that counts what it is given, and settles nothing unless told otherwise. */
function sinkOf(more: Partial<StoreSink> = {}): StoreSink {
  const tally = new SinkTally()
  return {
    ...{ tally, room: () => Promise.resolve(), settle: never, close: () => Promise.resolve() },
    put: () => {
      tally.added++
    },
    ...more,
  }
}

function* recordsOf(value: string, given: { count: number }): Generator<OutgoingRecord> {
  for (;;) {
    given.count++
    yield { key: null, value }
  }
}

const running = () => new AbortController().signal

afterEach(() => {
  vi.useRealTimers()
})

it('tells its numbers soon after a cancel that comes while MongoDB neither stores nor says good-bye', async () => {
  const store = new ProducedStore(sinkOf({ close: never }))
  store.acknowledged(0, [0, 1, 2], 5)
  const stop = new AbortController()
  const closing = store.close(stop.signal)
  await turn()
  const abortedAt = performance.now()
  stop.abort()
  await closing
  expect(performance.now() - abortedAt).toBeLessThan(5_000)
  expect(store.counts()).toMatchObject({ read: 3, delivered: 0, pending: 3 })
})

it('stores what is left before it closes, without a cancel', async () => {
  const settling = Promise.withResolvers<void>()
  const done: string[] = []
  const store = new ProducedStore(
    sinkOf({
      settle: () => settling.promise,
      close: () => {
        done.push('sink')
        return Promise.resolve()
      },
    }),
  )
  const closing = store.close(running()).then(() => done.push('store'))
  await turn()
  expect(done).toEqual([])
  settling.resolve()
  await closing
  expect(done).toEqual(['sink', 'store'])
})

it('holds sixteen million characters until they are acknowledged, and no more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const given = { count: 0 }
  const store = new ProducedStore(sinkOf())
  const stream = store.through(recordsOf('x'.repeat(CHARACTERS), given), running())
  for (let n = 0; n < 17; n++) await stream.next()
  const next = stream.next()
  await turn()
  expect(given.count).toBe(17)
  store.acknowledged(0, [0], 0)
  expect((await next).done).toBe(false)
  const refused = stream.next()
  await turn()
  expect(given.count).toBe(18)
  store.refused([1])
  await refused
  expect(given.count).toBe(19)
})

it('gives a record a second though none is acknowledged, since only that shows that the producer failed', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const given = { count: 0 }
  const stream = new ProducedStore(sinkOf()).through(recordsOf('x'.repeat(CHARACTERS), given), running())
  for (let n = 0; n < 17; n++) await stream.next()
  const next = stream.next()
  await turn()
  expect(given.count).toBe(17)
  vi.advanceTimersByTime(1_000)
  await next
  expect(given.count).toBe(18)
})

it('asks for room after a million characters, however few records they are', async () => {
  let asked = 0
  const room = () => {
    asked++
    return Promise.resolve()
  }
  const given = { count: 0 }
  const stream = new ProducedStore(sinkOf({ room })).through(
    recordsOf('x'.repeat(CHARACTERS), given),
    running(),
  )
  for (let n = 0; n < 5; n++) await stream.next()
  expect(asked).toBe(4)
})

it('notices within a second that MongoDB takes no more, at a record a second too', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const failure = new Error('gone')
  const given = { count: 0 }
  const store = new ProducedStore(sinkOf({ room: () => Promise.reject(failure) }))
  const stream = store.through(recordsOf('x', given), running())
  await stream.next()
  vi.advanceTimersByTime(1_000)
  expect(await stream.next()).toEqual({ done: true, value: undefined })
  expect(store.failure).toBe(failure)
  expect(given.count).toBe(1)
})

it('opens no longer than until a cancel, though a server takes the connection and says nothing', async () => {
  const stop = new AbortController()
  const sockets: Socket[] = []
  let abortedAt = Number.NaN
  const silent = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined))
    abortedAt = performance.now()
    stop.abort()
  })
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  try {
    const address = silent.address()
    if (typeof address !== 'object' || address === null) throw new Error('The server has no port.')
    const target = {
      ...{ hosts: [{ host: '127.0.0.1', port: address.port }], username: null, password: null, uris: null },
      ...{ tls: false, certificateAuthorityPems: [], egress: { mode: 'unrestricted' as const } },
    }
    await expect(ProducedStore.open(target, 'shop', stop.signal)).rejects.toMatchObject({
      name: 'AbortError',
    })
    // The driver’s own patience is four seconds.
    expect(performance.now() - abortedAt).toBeLessThan(2_000)
  } finally {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => silent.close(resolve))
  }
})
