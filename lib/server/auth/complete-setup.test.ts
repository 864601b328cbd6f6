import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { getMigrations } from 'better-auth/db/migration'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { setClock } from '#lib/server/base/clock.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import {
  createTestOwner,
  jsonRequest,
  openTestServer,
  owner,
  type TestServer,
} from '#lib/server/testing/open-test-server.ts'
import { getKeyring } from '#lib/server/vault/keyring.ts'
import { authOptions } from './auth.ts'
import { completeSetup } from './complete-setup.ts'
import { findSession } from './find-session.ts'
import { requireMember } from './require-member.ts'
import { isSetupOpen, prepareSetup } from './setup-token.ts'
import { signIn, signOut } from './sign-in.ts'

// Every password hash takes 128 MiB and half a second, more on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

let server: TestServer
beforeEach(async () => {
  server = await openTestServer()
})
afterEach(() => server.close())

const account = { email: owner.email, password: owner.password }
const request = jsonRequest('POST', '/api/auth/sign-in/email')
const cookieOf = (headers: Headers) => headers.getSetCookie()[0]?.split(';')[0] ?? ''
const withCookie = (cookie: string) => jsonRequest('GET', '/api/me', undefined, { Cookie: cookie })

it('holds the tables that better-auth wants', async () => {
  const { toBeAdded, toBeCreated } = await getMigrations(authOptions(await getKeyring()))
  expect({ toBeAdded, toBeCreated }).toEqual({ toBeAdded: [], toBeCreated: [] })
})

it('prints a token of 256 bits, kept in a file for this user alone, and keeps it over a restart', async () => {
  const prepared = await prepareSetup()
  expect(prepared?.token).toMatch(/^[\w-]{43}$/)
  const file = join(server.folder, 'setup-token')
  expect(readFileSync(file, 'utf8').trim()).toBe(prepared?.token)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await prepareSetup()).toEqual(prepared)
  const dump = JSON.stringify(await getDatabase().selectFrom('setup').selectAll().execute())
  expect(dump).not.toContain(prepared?.token)
})

it('makes one owner of many who try at the same time', async () => {
  const prepared = await prepareSetup()
  const tries = Array.from({ length: 5 }, (_, i) =>
    completeSetup({ ...owner, email: `ada${i}@example.com`, token: prepared?.token ?? '' }),
  )
  const results = await Promise.allSettled(tries)
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  expect(await getDatabase().selectFrom('user').selectAll().execute()).toHaveLength(1)
  expect(await isSetupOpen()).toBe(false)
  expect(await prepareSetup()).toBeNull()
  expect(() => statSync(join(server.folder, 'setup-token'))).toThrow(/ENOENT/)
  await expect(completeSetup({ ...owner, token: 'x' })).rejects.toMatchObject({ code: 'not_found' })
})

it('refuses a wrong token, and a right one after an hour', async () => {
  const prepared = await prepareSetup()
  await expect(completeSetup({ ...owner, token: 'wrong' })).rejects.toMatchObject({
    code: 'forbidden',
    field: 'token',
  })
  const restore = setClock({ now: () => Date.now() + 61 * 60_000 })
  const late = completeSetup({ ...owner, token: prepared?.token ?? '' })
  await expect(late).rejects.toMatchObject({ code: 'forbidden' })
  restore()
  expect(await getDatabase().selectFrom('user').selectAll().execute()).toEqual([])
})

it('signs in and out, with a cookie that scripts can’t read', async () => {
  await createTestOwner()
  const headers = await signIn(account, request)
  const cookie = headers.getSetCookie()[0] ?? ''
  expect(cookie).toMatch(/^keystream-session=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/)
  const user = await findSession(withCookie(cookieOf(headers)).headers)
  expect(user).toMatchObject({ name: owner.name, email: owner.email })
  await signOut(withCookie(cookieOf(headers)))
  expect(await findSession(withCookie(cookieOf(headers)).headers)).toBeNull()
  const actions = await getDatabase().selectFrom('auditEvent').select('action').orderBy('sequence').execute()
  expect(actions.map((row) => row.action)).toEqual([
    'setup.completed',
    'session.signed-in',
    'session.signed-out',
  ])
})

it('ends a session after half an hour without a request, and a forged cookie is none', async () => {
  await createTestOwner()
  const cookie = cookieOf(await signIn(account, request))
  const start = Date.now()
  let restore = setClock({ now: () => start + 29 * 60_000 })
  expect(await findSession(withCookie(cookie).headers)).not.toBeNull()
  restore()
  restore = setClock({ now: () => start + 58 * 60_000 })
  expect(await findSession(withCookie(cookie).headers)).not.toBeNull()
  restore()
  restore = setClock({ now: () => start + 89 * 60_000 })
  expect(await findSession(withCookie(cookie).headers)).toBeNull()
  restore()
  expect(await getDatabase().selectFrom('session').selectAll().execute()).toEqual([])
  const token = decodeURIComponent(cookie).split('=')[1]?.split('.')[0] ?? ''
  expect(await findSession(withCookie(`keystream-session=${token}.AAAA`).headers)).toBeNull()
})

it('answers a wrong password and a wrong address alike, and the sixth try within a quarter of an hour not at all', async () => {
  await createTestOwner()
  const wrong = signIn({ ...account, password: 'wrong password' }, request)
  await expect(wrong).rejects.toMatchObject({ code: 'unauthenticated' })
  const unknown = signIn({ email: 'eve@example.com', password: 'wrong password' }, request)
  const message = await wrong.catch((error: unknown) => (error as Error).message)
  await expect(unknown).rejects.toMatchObject({ code: 'unauthenticated', message })
  const more = Array.from({ length: 8 }, () => signIn({ ...account, password: 'wrong password' }, request))
  const codes = (await Promise.allSettled(more)).map((result) =>
    result.status === 'rejected' ? (result.reason as { code: string }).code : 'in',
  )
  expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(4)
  expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(4)
  await expect(signIn(account, request)).rejects.toMatchObject({ code: 'rate_limited' })
  const restore = setClock({ now: () => Date.now() + 16 * 60_000 })
  expect((await signIn(account, request)).getSetCookie()).toHaveLength(1)
  restore()
})

it('lets members in, answers 404 for other teams, and audits a role that may not', async () => {
  const teamId = await createTestOwner()
  const cookie = cookieOf(await signIn(account, request))
  const { team, member } = await requireMember(withCookie(cookie), teamId, 'audit.read')
  expect({ team, role: member.role }).toEqual({
    team: { id: teamId, name: 'Platform', role: 'owner' },
    role: 'owner',
  })
  for (const id of ['team_other', '../x', undefined]) {
    await expect(requireMember(withCookie(cookie), id, 'team.read')).rejects.toMatchObject({
      code: 'not_found',
    })
  }
  await getDatabase().updateTable('member').set({ role: 'viewer' }).execute()
  await expect(requireMember(withCookie(cookie), teamId, 'audit.read')).rejects.toMatchObject({
    code: 'forbidden',
  })
  const last = await getDatabase()
    .selectFrom('auditEvent')
    .selectAll()
    .orderBy('sequence', 'desc')
    .executeTakeFirst()
  expect(last).toMatchObject({ action: 'authorisation.denied', teamId, actor: owner.email })
  await expect(requireMember(jsonRequest('GET', '/'), teamId, 'team.read')).rejects.toMatchObject({
    code: 'unauthenticated',
  })
})
