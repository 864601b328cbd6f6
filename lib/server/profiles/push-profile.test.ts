import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { getDatabase } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import type { Role } from '#lib/shared/team.ts'
import { pushProfile } from './push-profile.ts'

vi.setConfig({ testTimeout: 20_000 })

const paste = readFileSync(new URL('../../credentials/fixtures/w1-kafka4.txt', import.meta.url), 'utf8')
const rotated = paste.replaceAll('relation-8', 'relation-9').replace(/password: .*/, 'password: CanaryOther')
const teamId = 'team_mine'

let server: TestServer
beforeEach(async () => {
  server = await openTestServer()
  const createdAt = '2026-01-01T00:00:00.000Z'
  await getDatabase().insertInto('team').values({ id: teamId, name: 'mine', createdAt }).execute()
})
afterEach(() => server.close())

const ada = (role: Role) => ({ userId: 'user', name: 'Ada', email: 'ada@example.com', teamId, role })
const push = (text: string, role: Role = 'owner') =>
  pushProfile({ member: ada(role), input: { text, name: 'orders' } })
const counts = async () => {
  const count = async (table: 'profile' | 'profileVersion' | 'auditEvent') =>
    (await getDatabase().selectFrom(table).select('teamId').execute()).length
  return [await count('profile'), await count('profileVersion'), await count('auditEvent')]
}

it('stores a paste once, however often and at however many times at once it is pushed', async () => {
  const all = await Promise.all([push(paste), push(paste), push(paste)])
  expect(all.map(({ outcome }) => outcome).sort()).toEqual(['created', 'unchanged', 'unchanged'])
  expect(new Set(all.map(({ profile }) => profile)).size).toBe(1)
  const before = await counts()
  expect(before.slice(0, 2)).toEqual([1, 1])
  expect(await push(paste)).toMatchObject({
    outcome: 'unchanged',
    version: 1,
    state: 'current',
    name: 'orders',
  })
  expect(await counts()).toEqual(before)
})

it('lets a rotated credential wait as the next version, once', async () => {
  const { profile } = await push(paste)
  const expected = { profile, version: 2, state: 'pending' }
  expect(await push(rotated)).toMatchObject({ ...expected, outcome: 'version_added' })
  const before = await counts()
  expect(await push(rotated)).toMatchObject({ ...expected, outcome: 'unchanged' })
  expect(await counts()).toEqual(before)
})

it('changes no profile that the member may not edit, and stores nothing of a bad paste', async () => {
  await pushProfile({ member: ada('owner'), input: { text: paste, shareWithTeam: false } })
  const other = await pushProfile({
    member: { userId: 'other', name: 'Bob', email: 'bob@example.com', teamId, role: 'editor' },
    input: { text: rotated },
  })
  expect(other.outcome).toBe('created')
  const before = await counts()
  await expect(push('nothing of the kind')).rejects.toMatchObject({ code: 'paste_unusable' })
  expect(await counts()).toEqual(before)
})
