import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openTestServer, type TestServer, testDatabase } from '#lib/server/testing/open-test-server.ts'
import { listJobs } from './list-jobs.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const JOBS = 100_000
/** What somebody takes for at once; measured at some 50 ms on a machine that does other things too. */
const AT_MOST_MS = 250
const teamId = 'team_mine'
const member = { userId: 'u_1', teamId, role: 'owner' } as const

let server: TestServer
beforeAll(async () => {
  server = await openTestServer()
  const createdAt = '2026-01-01T00:00:00.000Z'
  await testDatabase().insertInto('team').values({ id: teamId, name: 'Mine', createdAt }).execute()
  // A specification may hold a template; those are what a search must not read through.
  await sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${JOBS})
    insert into job (id, "teamId", "profileId", "profileName", "profileVersion", kind, name, spec, state,
      "createdAt", "createdBy", "endedAt", search)
    select printf('job_%06d', i), ${teamId}, 'prf_' || (i % 50), 'Shop', 1, 'produce', 'Produce orders',
      '{"kind":"produce","count":1,"value":{"type":"template","template":"' || hex(zeroblob(1000)) || '"}}',
      case when i % 1000 = 0 then 'failed' else 'succeeded' end,
      printf('2026-01-%02dT%02d:%02d:%02d.000Z', 1 + i / 86400, (i / 3600) % 24, (i / 60) % 60, i % 60), 'Ada',
      '2026-03-01T00:00:00.000Z', printf('consume orders job_%06d ada shop', i) from n`.execute(
    testDatabase(),
  )
})
afterAll(() => server.close())

it.each([
  ['the newest page', {}],
  ['a state that is rare', { state: ['failed'] }],
  ['one profile', { profile: 'prf_7' }],
  ['a word that stands in the oldest alone', { text: 'job_000001' }],
  ['a word that stands nowhere', { text: 'nothing-such' }],
  ['a day', { from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z' }],
] as const)('answers at once among a hundred thousand jobs: %s', async (_, query) => {
  const began = performance.now()
  await listJobs({ ...query, state: 'state' in query ? [...query.state] : undefined, member })
  expect(performance.now() - began).toBeLessThan(AT_MOST_MS)
})

it('gives the last page as fast as the first', async () => {
  const after = Buffer.from(JSON.stringify(['2026-01-01T00:01:00.000Z', 'job_000060'])).toString('base64url')
  const began = performance.now()
  const { items, next } = await listJobs({ member, after, limit: 100 })
  expect(performance.now() - began).toBeLessThan(AT_MOST_MS)
  expect({ count: items.length, next }).toEqual({ count: 59, next: null })
})
