import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { fetchJson } from './api.ts'
import { readNdjson } from './stream.ts'

afterEach(() => vi.unstubAllGlobals())

function answer(...chunks: string[]) {
  return (status: number) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
        controller.close()
      },
    })
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status })))
  }
}

const Named = z.object({ name: z.string() })

test('gives the answer as its schema reads it', async () => {
  answer('{"name":"a","more":1}')(200)
  expect(await fetchJson(Named, '/x')).toEqual({ name: 'a' })
})

test.each([
  [
    'an error of the API',
    403,
    '{"error":{"code":"forbidden","message":"No."}}',
    { code: 'forbidden', message: 'No.' },
  ],
  ['a page of a proxy', 502, '<html>', { code: 'unavailable', message: 'Keystream did not answer.' }],
  ['another shape', 200, '{"title":"a"}', { code: 'internal' }],
  ['no JSON', 200, 'oops', { code: 'internal' }],
])('turns %s into one error', async (_what, status, body, error) => {
  answer(body)(status)
  await expect(fetchJson(Named, '/x')).rejects.toMatchObject({ name: 'ApiFailure', error, status })
})

test('turns a dead line into an error, and leaves an abort alone', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('secret host')))
  await expect(fetchJson(Named, '/x')).rejects.toMatchObject({ status: 0, error: { code: 'unavailable' } })
  vi.stubGlobal('fetch', () => Promise.reject(new DOMException('stop', 'AbortError')))
  await expect(fetchJson(Named, '/x')).rejects.toMatchObject({ name: 'AbortError' })
})

async function all(): Promise<unknown[]> {
  const events: unknown[] = []
  for await (const event of readNdjson('/x', { schema: Named })) events.push(event)
  return events
}

test('reads lines however the network cuts them', async () => {
  answer('{"name":"ä', '"}\n\n{"na', 'me":"b"}\n{"name":"c"}')(200)
  expect(await all()).toEqual([{ name: 'ä' }, { name: 'b' }, { name: 'c' }])
})

test('refuses a line of another shape without quoting it', async () => {
  answer('{"name":"a"}\n{"secret":"S3cr3t"}\n')(200)
  const caught: unknown = await all().catch((error: unknown) => error)
  expect(caught).toMatchObject({ name: 'ApiFailure', error: { code: 'internal' } })
  expect(JSON.stringify((caught as { error: unknown }).error)).not.toContain('S3cr3t')
})
