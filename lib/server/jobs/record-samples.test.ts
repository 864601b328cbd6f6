import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { inTransaction } from '#lib/server/db/database.ts'
import { openTestServer, type TestServer, testDatabase } from '#lib/server/testing/open-test-server.ts'
import type { JobResult } from '#lib/shared/job.ts'
import type { KafkaRecord } from '#lib/shared/record.ts'
import { followJob } from './follow-job.ts'
import { appendEvent } from './job-journal.ts'
import { getJob, listJobs } from './list-jobs.ts'
import { maySeeSamples, withoutSamples } from './record-samples.ts'

vi.setConfig({ testTimeout: 30_000 })

const teamId = 'team_mine'
const at = '2026-01-01T00:00:00.000Z'
const text = 'what a customer wrote'
const record: KafkaRecord = {
  ...{ partition: 0, offset: '0', timestamp: 0, timestampType: 'create', key: null, headers: [] },
  ...{ value: { text }, keySize: null, valueSize: text.length, compression: 'none', transactional: false },
}
const result: JobResult = {
  ...{ done: 1, failed: 0, total: null, bytes: 21, recordsPerSecond: 1, latency: null, partitions: [] },
  ...{ lag: 0, seconds: 1, topicCreated: false, groupId: 'g', stopReason: 'idle' },
  consume: { samples: [record], undecodable: 3, undecodableSamples: [], rebalances: 0 },
}

let server: TestServer
beforeEach(async () => {
  server = await openTestServer()
  await testDatabase().insertInto('team').values({ id: teamId, name: 'Mine', createdAt: at }).execute()
  const nothing = { progress: null, error: null, createdById: null, cancelAskedAt: null, search: '' }
  await testDatabase()
    .insertInto('job')
    .values({
      ...{ ...nothing, id: 'job_1', teamId, profileId: 'prf_1', profileName: 'Shop', profileVersion: 1 },
      ...{ kind: 'consume', name: 'x', spec: '{"kind":"consume"}', state: 'succeeded', createdBy: 'Ada' },
      ...{ createdAt: at, startedAt: at, endedAt: at, result: JSON.stringify(result) },
    })
    .execute()
  await inTransaction((tx) =>
    appendEvent(tx, 'job_1', { type: 'ended', state: 'succeeded', result, error: null }),
  )
})
afterEach(() => server.close())

async function lastWord(samples?: boolean): Promise<string> {
  const signal = AbortSignal.timeout(10_000)
  let last = ''
  const shown = samples === undefined ? {} : { samples }
  for await (const event of await followJob({ teamId, jobId: 'job_1', after: 0, signal, ...shown }))
    last = JSON.stringify(event)
  return last
}

it('shows the records that a job kept to who may read the topic, and to nobody else', async () => {
  const job = await getJob({ teamId, jobId: 'job_1' })
  expect(job.result?.consume?.samples).toEqual([record])
  expect(withoutSamples(job).result?.consume).toEqual({ ...result.consume, samples: [] })
  expect(await lastWord(true)).toContain(text)
  expect(await lastWord()).toContain('"undecodable":3')
  expect(await lastWord()).not.toContain(text)
  const page = await listJobs({ member: { userId: 'u_1', teamId, role: 'owner' } })
  expect(JSON.stringify(page)).toContain('"undecodable":3')
  expect(JSON.stringify(page)).not.toContain(text)
})

it('hides the ids of documents where a job that reads a collection began and stood', async () => {
  const value = { type: 'mongodb', profile: 'prf_m', collection: 'c', after: `"${text}"` }
  const spec = JSON.stringify({ kind: 'produce', value })
  const { consume: _none, ...counts } = result
  const stood = JSON.stringify({ ...counts, source: { after: `"${text}"`, ahead: 2 } })
  await testDatabase().updateTable('job').set({ kind: 'produce', spec, result: stood }).execute()
  const job = await getJob({ teamId, jobId: 'job_1' })
  expect(JSON.stringify(job).split(text)).toHaveLength(3)
  const hidden = withoutSamples(job)
  expect(JSON.stringify(hidden)).not.toContain(text)
  expect(hidden).toMatchObject({
    result: { source: { after: null, ahead: 2 } },
    spec: { value: { profile: 'prf_m', collection: 'c' } },
  })
})

it('takes the role and the right to use the profile', () => {
  expect(maySeeSamples({ role: 'operator' }, ['see', 'use'])).toBe(true)
  expect(maySeeSamples({ role: 'operator' }, ['see'])).toBe(false)
  expect(maySeeSamples({ role: 'viewer' }, ['see'])).toBe(false)
})
