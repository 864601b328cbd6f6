import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { clock, setClock } from '#lib/server/base/clock.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { addGrant, expireGrants, listGrants, removeGrant } from './grants.ts'

vi.setConfig({ testTimeout: 20_000 })

const teamId = 'team_mine'
const profileId = 'prf_1'
const owner = { userId: 'u_owner', teamId, role: 'owner', name: 'Ada', email: 'ada@example.com' } as const
const editor = { userId: 'u_editor', teamId, role: 'editor', name: 'Ed', email: 'ed@example.com' } as const
const all = ['see', 'use', 'reveal', 'edit', 'share'] as const
const use = { person: 'u_editor', right: 'use', effect: 'allow', expiresAt: null } as const
const DAY_MS = 86_400_000

let server: TestServer
let restoreClock: (() => void) | undefined
beforeEach(async () => {
  server = await openTestServer()
  const createdAt = '2026-01-01T00:00:00.000Z'
  const db = getDatabase()
  const teams = [teamId, 'team_other'].map((id) => ({ id, name: id, createdAt }))
  await db.insertInto('team').values(teams).execute()
  for (const { userId: id, name, email, role } of [owner, editor]) {
    const user = { id, name, email, emailVerified: 0, createdAt, updatedAt: createdAt }
    await db.insertInto('user').values(user).execute()
    await db.insertInto('member').values({ teamId, userId: id, role, createdAt }).execute()
  }
  const profile = {
    id: profileId,
    teamId,
    name: 'x',
    labels: '[]',
    product: 'kafka',
    version: 1,
    facts: '{}',
  }
  const flags = {
    hasClientCertificate: 0,
    verifyHostname: 1,
    createdAt,
    createdBy: 'x',
    updatedAt: createdAt,
  }
  await db
    .insertInto('profile')
    .values({ ...profile, ...flags })
    .execute()
})
afterEach(async () => {
  restoreClock?.()
  restoreClock = undefined
  await server.close()
})

const give = (input: Parameters<typeof addGrant>[0]['input'], member: typeof owner | typeof editor = owner) =>
  addGrant({ member, profileId, held: member === owner ? all : ['see', 'use', 'share'], input })
const events = async () =>
  (await getDatabase().selectFrom('auditEvent').select('action').orderBy('sequence').execute()).map(
    ({ action }) => action,
  )

it('keeps one entry for a person and a right: the last word holds', async () => {
  await give(use)
  const denied = await give({ ...use, effect: 'deny' })
  expect(denied).toMatchObject({ person: { email: 'ed@example.com' }, right: 'use', effect: 'deny' })
  expect(await listGrants(teamId, profileId)).toEqual([denied])
  expect(await listGrants('team_other', profileId)).toEqual([])
  expect(await events()).toEqual(['grant.added', 'grant.added'])
})

it('lets who is no head give what they hold, and neither deny nor give more', async () => {
  await expect(give({ ...use, person: null }, editor)).resolves.toMatchObject({ person: null })
  await expect(give({ ...use, right: 'reveal' }, editor)).rejects.toMatchObject({
    code: 'forbidden',
    field: 'right',
  })
  await expect(give({ ...use, effect: 'deny' }, editor)).rejects.toMatchObject({
    code: 'forbidden',
    field: 'effect',
  })
  const { id: grantId } = await give({ ...use, effect: 'deny' })
  const held = ['see', 'use', 'share'] as const
  await expect(removeGrant({ member: editor, profileId, held, grantId })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await removeGrant({ member: owner, profileId, held: all, grantId })
  expect(await listGrants(teamId, profileId)).toHaveLength(1)
})

it('refuses strangers, ends that are past or too far, and what is not there; nothing is kept of it', async () => {
  const at = (days: number) => new Date(clock.now() + days * DAY_MS).toISOString()
  const wrong = { code: 'unprocessable' }
  await expect(give({ ...use, person: 'u_nobody' })).rejects.toMatchObject({ ...wrong, field: 'person' })
  await expect(give({ ...use, expiresAt: at(-1) })).rejects.toMatchObject({ ...wrong, field: 'expiresAt' })
  await expect(give({ ...use, expiresAt: at(400) })).rejects.toMatchObject({ ...wrong, field: 'expiresAt' })
  const missing = removeGrant({ member: owner, profileId, held: all, grantId: 'grt_none' })
  await expect(missing).rejects.toMatchObject({ code: 'not_found' })
  expect(await events()).toEqual([])
  expect(await listGrants(teamId, profileId)).toEqual([])
})

it('ends in time, is swept out, and says so in the audit log', async () => {
  await give({ ...use, expiresAt: new Date(clock.now() + DAY_MS).toISOString() })
  expect(await expireGrants()).toBe(0)
  const then = clock.now() + DAY_MS
  restoreClock = setClock({ now: () => then })
  expect(await listGrants(teamId, profileId)).toEqual([])
  expect(await expireGrants()).toBe(1)
  expect(await events()).toEqual(['grant.added', 'grant.expired'])
})

it('goes with the member who leaves', async () => {
  await give(use)
  await getDatabase().deleteFrom('member').where('userId', '=', 'u_editor').execute()
  expect(await listGrants(teamId, profileId)).toEqual([])
})
