import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestServer, type TestServer, testDatabase } from '#lib/server/testing/open-test-server.ts'
import { cancelJob } from './cancel-job.ts'
import { interruptJobs } from './interrupt-jobs.ts'
import { JobLocks } from './job-locks.ts'

const teamId = 'team_mine'
const at = '2026-01-01T00:00:00.000Z'

let server: TestServer
/** Of another server: its connection is its own. */
let locks: JobLocks
beforeEach(async () => {
  server = await openTestServer()
  locks = new JobLocks()
  await testDatabase().insertInto('team').values({ id: teamId, name: 'Mine', createdAt: at }).execute()
})
afterEach(async () => {
  locks.close()
  await server.close()
})

async function runElsewhere(id: string): Promise<void> {
  const spec = '{"kind":"consume","topic":"orders","groupId":"g"}'
  const texts = { profileName: 'x', kind: 'consume', name: 'x', spec, state: 'running', createdBy: 'x' }
  const nothing = { progress: null, result: null, error: null, createdById: null, endedAt: null }
  const row = { id, teamId, profileId: 'prf_1', profileVersion: 1, createdAt: at, startedAt: at }
  await locks.hold(id)
  await testDatabase()
    .insertInto('job')
    .values({ ...row, ...texts, ...nothing, cancelAskedAt: null })
    .execute()
}

const states = async () => {
  const rows = await testDatabase().selectFrom('job').select(['id', 'state']).orderBy('id').execute()
  return rows.map(({ id, state }) => `${id} ${state}`)
}

it('ends at its start what nobody works on, and nothing of another server that lives', async () => {
  await runElsewhere('job_1')
  await runElsewhere('job_2')
  await locks.release('job_2')
  expect(await interruptJobs()).toBe(1)
  expect(await states()).toEqual(['job_1 running', 'job_2 interrupted'])
  expect(await interruptJobs()).toBe(0)
  locks.close()
  await expect.poll(interruptJobs).toBe(1)
  expect(await states()).toEqual(['job_1 interrupted', 'job_2 interrupted'])
})

it('leaves word for the other server when it is asked to cancel what runs there', async () => {
  await runElsewhere('job_1')
  await cancelJob({ teamId, jobId: 'job_1', actor: { email: 'ada@example.com' } })
  const row = await testDatabase().selectFrom('job').select('cancelAskedAt').executeTakeFirstOrThrow()
  expect(row.cancelAskedAt).not.toBeNull()
})

it('goes on when the connection that holds its jobs breaks', async () => {
  await runElsewhere('job_1')
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where pid <> pg_backend_pid() and datname = current_database()`.execute(testDatabase())
  const holds = () =>
    locks.hold('job_2').then(
      () => true,
      () => false,
    )
  await expect.poll(holds).toBe(true)
})
