import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { AppError } from '#lib/server/base/app-error.ts'
import { setLogStream } from '#lib/server/base/logger.ts'
import { closeAllStreams, findStream, openStreamCount } from './stream-registry.ts'
import { streamResponse } from './stream-response.ts'

let restore: () => void
beforeAll(() => {
  restore = setLogStream({ write: () => undefined })
})
afterAll(() => {
  restore()
})
afterEach(() => {
  expect(openStreamCount()).toBe(0)
})

function requestFor(accept = 'application/x-ndjson'): { request: Request; leave: () => void } {
  const controller = new AbortController()
  const request = new Request('http://localhost/x', { headers: { accept }, signal: controller.signal })
  return { request, leave: () => controller.abort() }
}

async function* counting(end: number, onReturn: () => void = () => undefined) {
  try {
    for (let i = 0; i < end; i++) yield await Promise.resolve({ i })
  } finally {
    onReturn()
  }
}

/** A source that gives one event and then waits until it is told to stop. */
async function* waiting(first: object | null, stop: Promise<unknown>) {
  if (first) yield first
  await stop
}

const parse = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown)

it('sends events as lines, many in a chunk, and closes', async () => {
  const { request } = requestFor()
  let closed = 0
  const response = streamResponse({ request, events: counting(1000), onClose: () => (closed += 1) })
  expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-store, no-transform')
  const chunks: Uint8Array[] = []
  for await (const chunk of response.body ?? []) chunks.push(chunk)
  const events = parse(Buffer.concat(chunks).toString())
  expect(events).toEqual(Array.from({ length: 1000 }, (_, i) => ({ i })))
  expect(chunks.length).toBeLessThan(50)
  expect(closed).toBe(1)
})

it('sends the headers at once, before the first event, without changing a line', async () => {
  const { request } = requestFor()
  const stop = Promise.withResolvers<undefined>()
  const response = streamResponse({ request, events: waiting(null, stop.promise) })
  const reader = response.body?.getReader()
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(' ')
  stop.resolve(undefined)
  expect((await reader?.read())?.done).toBe(true)
})

it('puts no blank behind an event that was there at once', async () => {
  const { request, leave } = requestFor()
  const reader = streamResponse({
    request,
    events: waiting({ n: 1 }, new Promise(() => undefined)),
  }).body?.getReader()
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('{"n":1}\n')
  leave()
})

it('passes ready lines through, and joins them to one array for server-sent events', async () => {
  const bytes = new TextEncoder().encode('{"type":"record","n":1}\n{"type":"record","n":2}\n')
  const events = async function* () {
    yield await Promise.resolve({ type: 'started', sequence: 7 })
    yield bytes
  }
  const asLines = await streamResponse({ request: requestFor().request, events: events() }).text()
  expect(parse(asLines)).toHaveLength(3)
  const { request } = requestFor('text/event-stream')
  const response = streamResponse({ request, events: events() })
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect((await response.text()).replace(/^(:\n\n)/, '')).toBe(
    'id: 7\ndata: {"type":"started","sequence":7}\n\n' +
      'data: [{"type":"record","n":1},{"type":"record","n":2}]\n\n',
  )
  expect(bytes.at(-1)).toBe(0x0a)
})

it('goes on after an empty chunk of ready lines', async () => {
  const events = async function* () {
    yield new Uint8Array(0)
    await Promise.resolve()
    yield { n: 1 }
  }
  expect(parse(await streamResponse({ request: requestFor().request, events: events() }).text())).toEqual([
    { n: 1 },
  ])
})

it('takes no more from the source than the client has room for', async () => {
  let taken = 0
  const big = new Uint8Array(64 * 1024).fill(0x20)
  const events = async function* () {
    for (;;) {
      taken += 1
      yield big
      await Promise.resolve()
    }
  }
  const { request, leave } = requestFor()
  const reader = streamResponse({ request, events: events() }).body?.getReader()
  await reader?.read()
  await new Promise((resolve) => setImmediate(resolve))
  expect(taken).toBeLessThan(6)
  leave()
})

it('ends the source when the client leaves, by signal or by cancelling', async () => {
  for (const way of ['signal', 'cancel'] as const) {
    const { request, leave } = requestFor()
    const ended = Promise.withResolvers<undefined>()
    const response = streamResponse({
      request,
      events: counting(Number.POSITIVE_INFINITY, () => {
        ended.resolve(undefined)
      }),
    })
    const reader = response.body?.getReader()
    await reader?.read()
    if (way === 'signal') leave()
    else await reader?.cancel()
    await ended.promise
    expect(findStream(request)).toBeNull()
  }
})

it('sends what it had, then the failure as the last event', async () => {
  const events = async function* () {
    yield await Promise.resolve({ n: 1 })
    throw new AppError({ code: 'not_found', message: 'Gone.' })
  }
  const text = await streamResponse({ request: requestFor().request, events: events() }).text()
  expect(parse(text)).toEqual([
    { n: 1 },
    {
      type: 'failed',
      error: { code: 'not_found', message: 'Gone.', correlationId: expect.any(String) as unknown },
    },
  ])
})

it('tells every open stream that the server stops, and waits for them to end', async () => {
  const { request } = requestFor()
  const response = streamResponse({ request, events: waiting({ n: 1 }, new Promise(() => undefined)) })
  const text = response.text()
  await new Promise((resolve) => setImmediate(resolve))
  expect(openStreamCount()).toBe(1)
  await closeAllStreams(new AppError({ code: 'interrupted', message: 'The server is stopping.' }))
  expect(parse(await text).at(-1)).toMatchObject({ type: 'failed', error: { code: 'interrupted' } })
})

it('cuts a client that takes nothing when the server stops', async () => {
  const { request } = requestFor()
  const big = async function* () {
    for (;;) yield await Promise.resolve(new Uint8Array(64 * 1024))
  }
  const reader = streamResponse({ request, events: big() }).body?.getReader()
  await new Promise((resolve) => setImmediate(resolve))
  await closeAllStreams(new AppError({ code: 'interrupted', message: 'The server is stopping.' }))
  await expect(reader?.read()).rejects.toMatchObject({ code: 'interrupted' })
})

/** A source that has so much ready, and the rest once it is waited for. */
function sourceOf(ready: (object | Uint8Array)[], later: object[]) {
  let over = false
  return {
    take: () => ready.shift() ?? null,
    get over() {
      return over && ready.length === 0
    },
    whenReady: (wake: () => void) => {
      ready.push(...later.splice(0, 1))
      over = later.length === 0
      setImmediate(wake)
    },
  }
}

it('takes from a source until it is over, then goes on with the iteration', async () => {
  const { request } = requestFor()
  const lines = new TextEncoder().encode('{"n":3}\n')
  async function* events() {
    yield await Promise.resolve({ n: 1 })
    yield { ready: sourceOf([{ n: 2 }, lines], [{ n: 4 }, { n: 5 }]) }
    yield { n: 6 }
  }
  const text = await streamResponse({ request, events: events() }).text()
  expect(parse(text)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }, { n: 5 }, { n: 6 }])
})

it('tells at once that it is closed, while a source has nothing', async () => {
  const { request } = requestFor()
  async function* events() {
    yield await Promise.resolve({ n: 1 })
    yield { ready: { take: () => null, over: false, whenReady: () => undefined } }
  }
  const text = streamResponse({ request, events: events() }).text()
  await new Promise((resolve) => setImmediate(resolve))
  await closeAllStreams(new AppError({ code: 'unauthenticated', message: 'The session has ended.' }))
  expect(parse(await text)).toMatchObject([{ n: 1 }, { type: 'failed', error: { code: 'unauthenticated' } }])
})
