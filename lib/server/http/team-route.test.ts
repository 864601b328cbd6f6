import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { signIn } from '#lib/server/auth/sign-in.ts'
import {
  createTestOwner,
  jsonRequest,
  ORIGIN,
  openTestServer,
  owner,
  type TestServer,
  testDatabase,
} from '#lib/server/testing/open-test-server.ts'
import { streamResponse } from './stream-response.ts'
import { teamRoute } from './team-route.ts'
import { userRoute } from './user-route.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let server: TestServer
let teamId: string
let cookie: string
beforeAll(async () => {
  server = await openTestServer()
  teamId = await createTestOwner()
  const headers = await signIn(owner, jsonRequest('POST', '/api/auth/sign-in/email'))
  cookie = headers.getSetCookie()[0]?.split(';')[0] ?? ''
})
afterAll(() => server.close())

const echo = teamRoute(
  {
    action: 'profile.create',
    params: z.object({ profile: z.string() }),
    query: z.strictObject({ n: z.coerce.number().int().optional() }),
    body: z.strictObject({ text: z.string() }),
    bodyLimit: 1000,
    response: z.object({ text: z.string(), role: z.string() }),
    status: 201,
  },
  ({ body, member, params }) => ({ text: body.text + params.profile, role: member.role, password: 'canary' }),
)

async function call(options: {
  body?: unknown
  headers?: Record<string, string>
  team?: string
  profile?: string
  query?: string
}): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
  const { team = teamId, profile = 'prf_1', query = '', headers = {} } = options
  const request = jsonRequest('POST', `/api/x${query}`, options.body ?? { text: 'hi ' }, {
    Cookie: cookie,
    ...headers,
  })
  const response = await echo(request, { params: Promise.resolve({ team, profile }) })
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  }
}
const errorOf = async (options: Parameters<typeof call>[0]) => {
  const { status, body } = await call(options)
  return { status, ...(body.error as Record<string, unknown>) }
}

it('answers through the response schema, never cached', async () => {
  const { status, body, headers } = await call({})
  expect({ status, body }).toEqual({ status: 201, body: { text: 'hi prf_1', role: 'owner' } })
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
})

it('asks who it is, then whose team, then which right, then what', async () => {
  expect(await errorOf({ headers: { Cookie: '' }, body: '{' })).toMatchObject({
    status: 401,
    code: 'unauthenticated',
  })
  expect(await errorOf({ team: 'team_other', body: '{' })).toMatchObject({ status: 404, code: 'not_found' })
  expect(await errorOf({ team: '../..' })).toMatchObject({ status: 404 })
  expect(await errorOf({ profile: 'a/b' })).toMatchObject({ status: 404 })
  await testDatabase().updateTable('member').set({ role: 'viewer' }).execute()
  expect(await errorOf({ body: '{' })).toMatchObject({ status: 403, code: 'forbidden' })
  await testDatabase().updateTable('member').set({ role: 'owner' }).execute()
})

it('takes changes from its own pages only', async () => {
  const foreign: Record<string, string>[] = [
    { Origin: 'https://evil.example.com' },
    { Origin: 'null' },
    {
      Origin: 'http://evil.example.com:3000',
      'Sec-Fetch-Site': 'same-origin',
      Host: 'evil.example.com:3000',
    },
  ]
  for (const headers of foreign)
    expect(await errorOf({ headers })).toMatchObject({ status: 403, code: 'forbidden' })
  expect(await call({ headers: { Origin: 'http://127.0.0.1:3000' } })).toMatchObject({ status: 201 })
  const bare = (site?: string) =>
    echo(
      new Request(`${ORIGIN}/api/x`, {
        method: 'POST',
        headers: {
          Cookie: cookie,
          'Content-Type': 'application/json',
          ...(site && { 'Sec-Fetch-Site': site }),
        },
        body: '{"text":""}',
      }),
      { params: Promise.resolve({ team: teamId, profile: 'prf_1' }) },
    )
  expect((await bare('same-origin')).status).toBe(201)
  expect((await bare('cross-site')).status).toBe(403)
  expect((await bare('same-site')).status).toBe(403)
  expect((await bare()).status).toBe(403)
})

it.each([
  ['malformed JSON', { body: '{"text":' }, 400, 'bad_request', undefined],
  ['an unknown field', { body: { text: '', canary: 1 } }, 400, 'unknown_field', 'canary'],
  ['a wrong type', { body: { text: 1 } }, 400, 'bad_request', 'text'],
  ['a missing field', { body: {} }, 400, 'bad_request', 'text'],
  ['an array', { body: [] }, 400, 'bad_request', undefined],
  ['another content type', { headers: { 'Content-Type': 'text/plain' } }, 400, 'bad_request', undefined],
  ['too much', { body: { text: 'x'.repeat(1000) } }, 413, 'too_large', undefined],
  ['a wrong query', { query: '?n=x' }, 400, 'bad_request', 'n'],
  ['an unknown query', { query: '?m=1' }, 400, 'unknown_field', 'm'],
  ['a query that stands twice', { query: '?n=1&n=2' }, 400, 'bad_request', 'n'],
])('refuses %s', async (_, options, status, code, field) => {
  expect(await errorOf(options)).toMatchObject({ status, code, ...(field && { field }) })
})

it('counts the bytes of a body that does not tell its length, and refuses what is not UTF-8', async () => {
  const send = (bytes: Uint8Array<ArrayBuffer>) => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (let i = 0; i < 20; i++) controller.enqueue(bytes)
        controller.close()
      },
    })
    const headers = { Cookie: cookie, Origin: ORIGIN, 'Content-Type': 'application/json' }
    const init = { method: 'POST', headers, body, duplex: 'half' }
    return echo(new Request(`${ORIGIN}/api/x`, init), {
      params: Promise.resolve({ team: teamId, profile: 'prf_1' }),
    })
  }
  expect((await send(new Uint8Array(100).fill(0x20))).status).toBe(413)
  expect((await send(new Uint8Array([0xff]))).status).toBe(400)
})

it('hides what goes wrong inside, and logs neither message nor query', async () => {
  const failing = userRoute({ query: z.strictObject({ q: z.string() }) }, () => {
    throw new Error('password=canary')
  })
  server.log.length = 0
  const request = jsonRequest('GET', '/api/x?q=canary', undefined, { Cookie: cookie })
  const response = await failing(request, { params: Promise.resolve(undefined) })
  const { error } = (await response.json()) as { error: { code: string; correlationId: string } }
  expect(error).toMatchObject({ code: 'internal' })
  expect(server.log).toHaveLength(1)
  expect(server.log[0]).toContain(error.correlationId)
  expect(JSON.stringify([error, server.log])).not.toContain('canary')
})

it('ends a stream within five seconds of its session', async () => {
  const live = teamRoute({ action: 'records.read' }, ({ request }) => {
    const events = async function* () {
      yield await Promise.resolve({ n: 1 })
      await new Promise(() => undefined)
    }
    return streamResponse({ request, events: events() })
  })
  const request = jsonRequest('GET', '/api/x', undefined, { Cookie: cookie })
  const response = await live(request, { params: Promise.resolve({ team: teamId }) })
  const text = response.text()
  const began = performance.now()
  await testDatabase().deleteFrom('session').execute()
  expect(JSON.parse((await text).trim().split('\n').at(-1) ?? '')).toMatchObject({
    type: 'failed',
    error: { code: 'unauthenticated' },
  })
  expect(performance.now() - began).toBeLessThan(5_000)
})
