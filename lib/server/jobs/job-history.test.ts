import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { setClock } from '#lib/server/base/clock.ts'
import { openTestServer, type TestServer, testDatabase } from '#lib/server/testing/open-test-server.ts'
import { JobJournal } from './job-journal.ts'
import { searchPatterns, searchText } from './job-search.ts'
import { forgetJobs } from './keep-jobs-tidy.ts'
import { getJob, JobQuerySchema, listJobs } from './list-jobs.ts'

vi.setConfig({ testTimeout: 30_000 })

const teamId = 'team_mine'
const member = { userId: 'u_1', teamId, role: 'owner' } as const

let server: TestServer
beforeEach(async () => {
  server = await openTestServer({ KEYSTREAM_JOB_DAYS: '30' })
  const createdAt = '2026-01-01T00:00:00.000Z'
  await testDatabase().insertInto('team').values({ id: teamId, name: 'Mine', createdAt }).execute()
})
afterEach(() => server.close())

interface Row {
  readonly id: string
  readonly name?: string
  readonly state?: string
  readonly kind?: 'consume' | 'produce'
  readonly createdAt?: string
  readonly endedAt?: string | null
  readonly profileId?: string
  readonly createdBy?: string
}

async function store(row: Row): Promise<void> {
  const { name = 'Consume orders', kind = 'consume', createdBy = 'Ada' } = row
  const spec = { consume: '{"kind":"consume"}', produce: '{"kind":"produce","count":1}' }[kind]
  const nothing = { progress: null, result: null, error: null, createdById: null, cancelAskedAt: null }
  await testDatabase()
    .insertInto('job')
    .values({
      ...nothing,
      ...{ teamId, profileId: 'prf_1', profileName: 'Shop', profileVersion: 1, kind, name, spec, createdBy },
      ...{ state: 'succeeded', createdAt: '2026-02-01T00:00:00.000Z', startedAt: null, endedAt: null },
      search: searchText([name, row.id, createdBy, 'Shop', 'orders']),
      ...row,
    })
    .execute()
}

const found = async (query: Record<string, string>) =>
  (await listJobs({ member, ...JobQuerySchema.parse(query) })).items.map(({ id }) => id)

it('finds jobs by words, state, kind, profile and time, and pages over what it finds', async () => {
  await store({ id: 'job_a', name: 'Nightly 100%', createdAt: '2026-02-01T00:00:00.000Z' })
  await store({ id: 'job_b', kind: 'produce', createdBy: 'Bob B', createdAt: '2026-02-02T00:00:00.000Z' })
  await store({ id: 'job_c', state: 'failed', profileId: 'prf_2', createdAt: '2026-02-03T00:00:00.000Z' })
  await store({ id: 'job_d', state: 'interrupted', createdAt: '2026-02-03T00:00:00.000Z' })
  expect(await found({})).toEqual(['job_d', 'job_c', 'job_b', 'job_a'])
  expect(await found({ text: 'NIGHTLY shop' })).toEqual(['job_a'])
  expect(await found({ text: '100%' })).toEqual(['job_a'])
  expect(await found({ text: '0_%' })).toEqual([])
  expect(await found({ text: 'job_c' })).toEqual(['job_c'])
  expect(await found({ text: 'bob orders' })).toEqual(['job_b'])
  expect(await found({ state: 'failed,interrupted' })).toEqual(['job_d', 'job_c'])
  expect(await found({ kind: 'produce' })).toEqual(['job_b'])
  expect(await found({ profile: 'prf_2' })).toEqual(['job_c'])
  expect(await found({ from: '2026-02-02T01:00:00+01:00', to: '2026-02-03T00:00:00Z' })).toEqual(['job_b'])
  const first = await listJobs({ member, limit: 1, state: ['failed', 'interrupted'] })
  expect(first.items.map(({ id }) => id)).toEqual(['job_d'])
  const second = await listJobs({
    member,
    limit: 1,
    state: ['failed', 'interrupted'],
    after: first.next ?? '',
  })
  expect({ ids: second.items.map(({ id }) => id), next: second.next }).toEqual({ ids: ['job_c'], next: null })
  expect(() => JobQuerySchema.parse({ state: 'lost' })).toThrow()
})

it('tells of a job that waits how many of its team wait before it', async () => {
  await store({ id: 'job_a', state: 'queued', createdAt: '2026-02-01T00:00:00.000Z' })
  await store({ id: 'job_b', state: 'running', createdAt: '2026-02-02T00:00:00.000Z' })
  await store({ id: 'job_c', state: 'queued', createdAt: '2026-02-03T00:00:00.000Z' })
  expect((await getJob({ teamId, jobId: 'job_a' })).ahead).toBe(0)
  expect((await getJob({ teamId, jobId: 'job_b' })).ahead).toBeUndefined()
  expect((await getJob({ teamId, jobId: 'job_c' })).ahead).toBe(1)
})

it('takes at most eight words, and each sign for itself', () => {
  expect(searchPatterns(' 50%  a_b \\ ')).toEqual(['%50\\%%', '%a\\_b%', '%\\\\%'])
  expect(searchPatterns('a b c d e f g h i j')).toHaveLength(8)
})

it('forgets what ended longer ago than it is told to keep, with its journal, and nothing that runs', async () => {
  const restore = setClock({ now: () => Date.parse('2026-06-01T00:00:00Z') })
  try {
    const old = '2026-05-01T23:59:59.000Z'
    for (let index = 0; index < 45; index++) await store({ id: `job_old${index}`, endedAt: old })
    await new JobJournal('job_old1').write({ type: 'note', message: 'then' })
    await store({ id: 'job_kept', endedAt: '2026-05-02T00:00:01.000Z' })
    await store({ id: 'job_runs', state: 'running' })
    let others = 0
    setImmediate(() => others++)
    expect(await forgetJobs()).toBe(45)
    // Somebody else had a turn between the batches.
    expect(others).toBe(1)
    expect(await found({})).toEqual(['job_runs', 'job_kept'])
    expect(await testDatabase().selectFrom('jobEvent').selectAll().execute()).toEqual([])
    expect(await forgetJobs()).toBe(0)
  } finally {
    restore()
  }
})

it('keeps the journal of a job that runs for weeks short, its first and its newest lines among it', async () => {
  let now = Date.parse('2026-06-01T00:00:00Z')
  const restore = setClock({ now: () => now })
  try {
    await store({ id: 'job_long', state: 'running' })
    const journal = new JobJournal('job_long')
    await journal.write({ type: 'state', state: 'running' })
    const progress = { failed: 0, total: null, bytes: 0, recordsPerSecond: 1, latency: null, lag: 0 }
    for (let done = 1; done <= 2_500; done++) {
      now += 3_600_000
      await journal.progress({ ...progress, done, partitions: [] })
    }
    await journal.remark({ type: 'note', message: 'still here' })
    const rows = await testDatabase()
      .selectFrom('jobEvent')
      .select(['sequence', 'body'])
      .orderBy('sequence')
      .execute()
    expect(rows.length).toBeLessThan(1_610)
    expect(rows[0]).toMatchObject({ sequence: 1 })
    expect(rows.at(-2)?.body).toContain('"done":2500')
    expect(rows.at(-1)).toMatchObject({ sequence: 2_502 })
  } finally {
    restore()
  }
})
