import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, expect, it } from 'vitest'
import { FeedReading } from './feed-reading.ts'
import type { ReadEvent, ReadyEvents } from './read-event.ts'
import { readOnThread } from './read-on-thread.ts'
import type { WorkerMessage } from './reader-message.ts'

const counts = { read: 3, matched: 3, bytes: 9, skipped: 0, undecodable: 0 }
const ports: MessagePort[] = []
afterEach(() => {
  for (const port of ports.splice(0)) port.close()
})

/** A reading that has joined others, whose viewer takes from `ready` and asks the iteration no more. */
async function joinedReading(signal?: AbortSignal) {
  const { port1, port2 } = new MessageChannel()
  ports.push(port1, port2)
  const reading = new FeedReading(1)
  const events = readOnThread({ port: port1, reading }, signal)
  port2.postMessage({ type: 'event', event: { type: 'joined', counts } } satisfies WorkerMessage)
  const first: IteratorResult<ReadEvent, undefined> = await events.next()
  if (first.value?.type !== 'joined' || !first.value.ready) throw new Error('It did not join.')
  return { events, ready: first.value.ready, thread: port2 }
}

const isReady = (ready: ReadyEvents) => new Promise<void>((resolve) => ready.whenReady(resolve))

it('tells who takes what is ready that the thread is lost', async () => {
  const { events, ready, thread } = await joinedReading()
  thread.close()
  await isReady(ready)
  expect([ready.take(), ready.over]).toEqual([null, true])
  await expect(events.next()).rejects.toMatchObject({ code: 'internal', retriable: true })
})

it('gives who takes what is ready the end of a reading that was cancelled', async () => {
  const stop = new AbortController()
  const { events, ready } = await joinedReading(stop.signal)
  stop.abort()
  await isReady(ready)
  expect(ready.take()).toMatchObject({ type: 'ended', reason: 'cancelled', read: 3 })
  expect(ready.over).toBe(true)
  expect(await events.next()).toEqual({ value: undefined, done: true })
})
