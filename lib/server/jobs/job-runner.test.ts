import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { replaceSingleton } from '#lib/server/base/singleton.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { createProfile } from '#lib/server/profiles/create-profile.ts'
import { createWebhook } from '#lib/server/profiles/job-webhooks.ts'
import { addMember, createTeam } from '#lib/server/teams/membership.ts'
import {
  createTestOwner,
  openTestServer,
  type TestServer,
  testDatabase,
} from '#lib/server/testing/open-test-server.ts'
import { getJobRunner, JobRunner } from './job-runner.ts'
import { getJob } from './list-jobs.ts'
import { moveJobs } from './move-jobs.ts'
import { startJob } from './start-job.ts'
import type { JobStarter } from './watch-rights.ts'

vi.setConfig({ hookTimeout: 60_000, testTimeout: 40_000 })

const paste = `kafka:
  endpoints: 203.0.113.9:9092
  username: relation-6
  password: secret-of-the-test
  topic: orders
  consumer-group-prefix: relation-6-
  security-protocol: SASL_PLAINTEXT`

let server: TestServer
let userId: string
const teams: string[] = []
beforeEach(async () => {
  // Nothing may be dialled: each job ends by itself, in a second or so.
  server = await openTestServer({ KEYSTREAM_EGRESS_ALLOW: '203.0.113.1/32:1' })
  replaceSingleton('job-runner', new JobRunner({ running: 2, perTeam: 2 }))
  teams[0] = await createTestOwner()
  const user = await testDatabase().selectFrom('user').select('id').executeTakeFirstOrThrow()
  userId = user.id
  teams[1] = await inTransaction(async (tx) => {
    const id = await createTeam(tx, 'Other')
    await addMember(tx, id, userId, 'owner')
    return id
  })
})
afterEach(async () => {
  await getJobRunner().close()
  await server.close()
})

it('serves the team with the fewest running first', async () => {
  const start = async (teamId: string, profile: string) => {
    const member: JobStarter = { userId, teamId, role: 'owner', name: 'Ada', email: 'ada@example.com' }
    const spec = { kind: 'consume', from: 'earliest' } as const
    return (await startJob({ member, input: { kind: 'consume', profile, spec } })).id
  }
  const actor = { name: 'Ada', email: 'ada@example.com' }
  const [mine = '', other = ''] = teams
  const make = async (teamId: string) => (await createProfile({ teamId, actor, input: { text: paste } })).id
  const profiles = { mine: await make(mine), other: await make(other) }
  const many: string[] = []
  for (let count = 0; count < 4; count++) many.push(await start(mine, profiles.mine))
  const single = await start(other, profiles.other)
  const [, , third = '', fourth = ''] = many
  const startedAt = async (teamId: string, jobId: string) => (await getJob({ teamId, jobId })).startedAt ?? ''
  await expect.poll(() => startedAt(mine, fourth), { timeout: 30_000 }).not.toBe('')
  const begun = { single: await startedAt(other, single), third: await startedAt(mine, third) }
  expect(begun.single).not.toBe('')
  expect(begun.single <= begun.third).toBe(true)
})

it('takes the webhook of a job along to the new version, and none that is not the profile’s', async () => {
  // Nothing begins: the job waits.
  replaceSingleton('job-runner', new JobRunner({ running: 0, perTeam: 0 }))
  const [teamId = ''] = teams
  const member: JobStarter = { userId, teamId, role: 'owner', name: 'Ada', email: 'ada@example.com' }
  const create = async () => (await createProfile({ teamId, actor: member, input: { text: paste } })).id
  const [profile, other] = [await create(), await create()]
  const input = { name: 'Records', url: 'https://hooks.example.com/in/token', secret: 'signs all the calls' }
  const { id: webhook } = await createWebhook({ teamId, profileId: profile, actor: member, input })
  const sink = { type: 'webhook', webhook, format: 'json', maxRecords: 1, maxBytes: 1024 } as const
  const spec = { kind: 'consume', from: 'earliest', sink } as const
  const elsewhere = startJob({ member, input: { kind: 'consume', profile: other, spec } })
  await expect(elsewhere).rejects.toMatchObject({ code: 'unprocessable', field: 'spec.sink.webhook' })
  const { id } = await startJob({ member, input: { kind: 'consume', profile, spec } })
  await testDatabase().updateTable('job').set({ profileVersion: 0 }).execute()
  const [moved] = await moveJobs({ profileId: profile, member })
  expect(moved).toMatchObject({ from: id, message: 'Goes on where its group had committed.' })
  expect(await getJob({ teamId, jobId: moved?.to ?? '' })).toMatchObject({ state: 'queued', spec: { sink } })
})
