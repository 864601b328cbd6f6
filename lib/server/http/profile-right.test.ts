import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { signIn } from '#lib/server/auth/sign-in.ts'
import { createTestProfile } from '#lib/server/testing/create-test-profile.ts'
import {
  createTestOwner,
  jsonRequest,
  openTestServer,
  owner,
  type TestServer,
  testDatabase,
} from '#lib/server/testing/open-test-server.ts'
import type { Role } from '#lib/shared/team.ts'
import { streamResponse } from './stream-response.ts'
import { teamRoute } from './team-route.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

/** What the product promises for a right that was taken back. */
const ENDS_WITHIN_MS = 5_000
const paste = readFileSync(new URL('../../credentials/fixtures/w1-kafka4.txt', import.meta.url), 'utf8')

let server: TestServer
let teamId: string
let profile: string
let cookie: string
beforeAll(async () => {
  server = await openTestServer()
  teamId = await createTestOwner()
  const headers = await signIn(owner, jsonRequest('POST', '/api/auth/sign-in/email'))
  cookie = headers.getSetCookie()[0]?.split(';')[0] ?? ''
})
afterAll(() => server.close())
beforeEach(async () => {
  const actor = { name: 'Somebody', email: 'somebody@example.com' }
  profile = await createTestProfile({ teamId, actor, input: { text: paste } })
  await become('operator')
})

const become = (role: Role) => testDatabase().updateTable('member').set({ role }).execute()

const params = z.object({ profile: z.string() })
const rights = teamRoute({ action: 'records.read', profileRight: 'use', params }, (call) => call.rights)
const live = teamRoute({ action: 'records.read', profileRight: 'use', params }, ({ request }) => {
  const events = async function* () {
    yield await Promise.resolve({ n: 1 })
    await new Promise(() => undefined)
  }
  return streamResponse({ request, events: events() })
})

const call = (route: typeof rights, id = profile) =>
  route(jsonRequest('GET', '/api/x', undefined, { Cookie: cookie }), {
    params: Promise.resolve({ team: teamId, profile: id }),
  })

it('hands the handler every right, and answers 403 without the one, 404 without any', async () => {
  expect(await (await call(rights)).json()).toEqual(['see', 'use'])
  await testDatabase().updateTable('profileGrant').set({ right: 'see' }).execute()
  expect((await call(rights)).status).toBe(403)
  await testDatabase().deleteFrom('profileGrant').execute()
  expect((await call(rights)).status).toBe(404)
  expect((await call(rights, 'prf_none')).status).toBe(404)
})

const takers: Readonly<Record<string, () => Promise<unknown>>> = {
  'the grant is taken back': () => testDatabase().deleteFrom('profileGrant').execute(),
  'the grant has ended': () =>
    testDatabase().updateTable('profileGrant').set({ expiresAt: '2026-01-01T00:00:00.000Z' }).execute(),
  'a denial is set': () => testDatabase().updateTable('profileGrant').set({ effect: 'deny' }).execute(),
  'the role is cut': () => become('viewer'),
  'the member is disabled': () =>
    testDatabase().updateTable('member').set({ disabledAt: '2026-01-01T00:00:00.000Z' }).execute(),
}

it.each(Object.keys(takers))('ends a stream within five seconds when %s', async (name) => {
  const text = (await call(live)).text()
  const began = performance.now()
  await takers[name]?.()
  const last: unknown = JSON.parse((await text).trim().split('\n').at(-1) ?? '')
  expect(last).toMatchObject({ type: 'failed', error: { code: 'forbidden' } })
  expect(performance.now() - began).toBeLessThan(ENDS_WITHIN_MS)
})
