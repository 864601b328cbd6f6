import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { inTransaction } from '#lib/server/db/database.ts'
import { addMember } from '#lib/server/teams/membership.ts'
import { openTestServer, type TestServer, testDatabase } from '#lib/server/testing/open-test-server.ts'
import { mayGoOn, RightsWatch, type Watchable } from './watch-rights.ts'

vi.setConfig({ testTimeout: 20_000 })

const teamId = 'team_mine'
const job: Watchable = {
  jobId: 'job_1',
  profileId: 'prf_1',
  member: { userId: 'u_1', teamId, role: 'operator', name: 'Olga', email: 'olga@example.com' },
}

let server: TestServer
beforeEach(async () => {
  server = await openTestServer()
  const db = testDatabase()
  const createdAt = '2026-01-01T00:00:00.000Z'
  await db.insertInto('team').values({ id: teamId, name: 'Mine', createdAt }).execute()
  const user = { id: 'u_1', name: 'Olga', email: 'olga@example.com', emailVerified: 0 }
  await db
    .insertInto('user')
    .values({ ...user, createdAt, updatedAt: createdAt })
    .execute()
  await inTransaction((tx) => addMember(tx, teamId, 'u_1', 'operator'))
  const profile = { id: 'prf_1', teamId, name: 'x', labels: '[]', product: 'kafka', version: 1 }
  const flags = { facts: '{"product":"kafka"}', hasClientCertificate: 0, verifyHostname: 1 }
  const made = { createdAt, createdBy: 'x', updatedAt: createdAt }
  await db
    .insertInto('profile')
    .values({ ...profile, ...flags, ...made })
    .execute()
  const grant = { id: 'grt_1', teamId, profileId: 'prf_1', userId: 'u_1', right: 'use', effect: 'allow' }
  await db
    .insertInto('profileGrant')
    .values({ ...grant, expiresAt: null, createdAt, createdBy: 'x' })
    .execute()
})
afterEach(() => server.close())

const past = '2026-01-01T00:00:00.000Z'
const takers: Readonly<Record<string, () => Promise<unknown>>> = {
  'the grant is gone': () => testDatabase().deleteFrom('profileGrant').execute(),
  'the grant has ended': () => testDatabase().updateTable('profileGrant').set({ expiresAt: past }).execute(),
  'the role is cut': () => testDatabase().updateTable('member').set({ role: 'viewer' }).execute(),
  'the member is disabled': () => testDatabase().updateTable('member').set({ disabledAt: past }).execute(),
  'the member has left': () => testDatabase().deleteFrom('member').execute(),
  'the profile is deleted': () => testDatabase().updateTable('profile').set({ deletedAt: past }).execute(),
}

it.each(Object.keys(takers))('lets a job go on until %s', async (name) => {
  expect(await mayGoOn(job)).toBe(true)
  await takers[name]?.()
  expect(await mayGoOn(job)).toBe(false)
})

it('ends no job of a member who signed out, and none by a token that is not there', async () => {
  await testDatabase().deleteFrom('session').execute()
  expect(await mayGoOn(job)).toBe(true)
  expect(await mayGoOn({ ...job, member: { ...job.member, tokenId: 'tok_none' } })).toBe(false)
})

it('names within five seconds what must end, and nothing else', async () => {
  const other = { ...job, jobId: 'job_2', profileId: 'prf_none' }
  const ended = Promise.withResolvers<string>()
  const watch = new RightsWatch(
    () => [job, other],
    (jobId) => {
      ended.resolve(jobId)
      return Promise.resolve()
    },
  )
  const began = performance.now()
  watch.wake()
  expect(await ended.promise).toBe('job_2')
  expect(performance.now() - began).toBeLessThan(5_000)
  watch.close()
})

it('names as cancelled what another server was asked to cancel', async () => {
  const texts = { profileName: 'x', kind: 'consume', name: 'x', spec: '{}', state: 'running', createdBy: 'x' }
  const nothing = { progress: null, result: null, error: null, createdById: null, endedAt: null }
  const row = { id: 'job_1', teamId, profileId: 'prf_1', profileVersion: 1, createdAt: past, startedAt: past }
  await testDatabase()
    .insertInto('job')
    .values({ ...row, ...texts, ...nothing, cancelAskedAt: past })
    .execute()
  const ended = Promise.withResolvers<string[]>()
  const watch = new RightsWatch(
    () => [job],
    (...what) => {
      ended.resolve(what)
      return Promise.resolve()
    },
  )
  watch.wake()
  expect(await ended.promise).toEqual(['job_1', 'cancelled'])
  watch.close()
})

it('lets a copy go on only while both its profiles may be used', async () => {
  expect(await mayGoOn({ ...job, otherProfileId: 'prf_1' })).toBe(true)
  expect(await mayGoOn({ ...job, otherProfileId: 'prf_2' })).toBe(false)
  expect(await mayGoOn({ ...job, otherProfileId: null })).toBe(true)
})
