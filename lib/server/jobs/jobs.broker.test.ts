import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replaceSingleton } from '#lib/server/base/singleton.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { createProfile } from '#lib/server/profiles/create-profile.ts'
import {
  createTestOwner,
  openTestServer,
  type TestServer,
  testDatabase,
} from '#lib/server/testing/open-test-server.ts'
import type { JobSpec } from '#lib/shared/job.ts'
import type { JobEvent } from '#lib/shared/job-event.ts'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { cancelJob } from './cancel-job.ts'
import { checkProfile } from './check-profile.ts'
import { followJob } from './follow-job.ts'
import { interruptJobs } from './interrupt-jobs.ts'
import { getJobRunner, JobRunner } from './job-runner.ts'
import { getJob, listJobs } from './list-jobs.ts'
import { produceFew } from './produce-few.ts'
import { startJob } from './start-job.ts'
import type { JobStarter } from './watch-rights.ts'

/** The promise to whoever clicks: a cancel is over in under a second. */
const CANCEL_LIMIT_MS = 1_000

const TOPIC = 'orders'
const actor = { name: 'Ada Owner', email: 'ada@example.com' }

let kafka: KafkaCluster
let server: TestServer
let teamId: string
let member: JobStarter
let consumer: AddedUser
let producerProfile: string
let consumerProfile: string

async function profileOf(user: AddedUser, tls = false): Promise<string> {
  return (await createProfile({ teamId, actor, input: { text: user.paste({ kafka: 4, tls }) } })).id
}

const start = (profile: string, spec: JobSpec) =>
  startJob({ member, input: { kind: spec.kind, profile, spec } })

async function journal(jobId: string, after = 0): Promise<JobEvent[]> {
  const events: JobEvent[] = []
  const signal = AbortSignal.timeout(30_000)
  for await (const event of await followJob({ teamId, jobId, after, signal })) events.push(event)
  return events
}

const produceSpec = { kind: 'produce', count: 1, value: { type: 'test-app' }, compression: 'none' } as const

beforeAll(async () => {
  kafka = await startKafka()
  const list = kafka.ports.flatMap((ports) => [ports.scram, ports.scramTls])
  server = await openTestServer({
    KEYSTREAM_EGRESS_ALLOW: list.map((port) => `127.0.0.1/32:${port}`).join(','),
  })
  replaceSingleton('job-runner', new JobRunner({ running: 8, perTeam: 4 }))
  teamId = await createTestOwner()
  const { id: userId } = await testDatabase().selectFrom('user').select('id').executeTakeFirstOrThrow()
  member = { ...actor, userId, teamId, role: 'owner' }
  const producer = await kafka.addUser({ role: 'producer', topic: TOPIC })
  consumer = await kafka.addUser({ role: 'consumer', topic: TOPIC })
  producerProfile = await profileOf(producer, true)
  consumerProfile = await profileOf(consumer)
}, 120_000)

afterAll(async () => {
  await getJobRunner().close()
  await server.close()
  await kafka.stop()
})

describe('jobs', () => {
  it('produces into a topic that it creates, and tells everything in a journal without gaps', async () => {
    const job = await start(producerProfile, {
      ...produceSpec,
      count: 2_500,
      createTopic: { partitions: 3, replicationFactor: 1 },
    })
    expect(job).toMatchObject({
      state: 'queued',
      name: 'Produce 2,500 to orders',
      createdBy: 'Ada Owner',
      result: null,
    })
    const events = await journal(job.id)
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
    expect(
      events
        .map(({ body }) => body)
        .filter(({ type }) => type !== 'progress')
        .slice(0, 3),
    ).toEqual([
      { type: 'state', state: 'queued' },
      { type: 'state', state: 'running' },
      { type: 'note', message: 'Created the topic “orders”.' },
    ])
    const ended = await getJob({ teamId, jobId: job.id })
    expect(ended).toMatchObject({
      state: 'succeeded',
      error: null,
      result: { done: 2_500, failed: 0, topicCreated: true, stopReason: 'count' },
    })
    const written = ended.result?.partitions.reduce((sum, { records }) => sum + records, 0)
    expect(written).toBe(2_500)
    expect(events.at(-1)?.body).toEqual({
      type: 'ended',
      state: 'succeeded',
      result: ended.result,
      error: null,
    })
    // A page that comes back asks for what it has not seen.
    expect(await journal(job.id, events.length - 1)).toEqual(events.slice(-1))
    expect(await journal(job.id, events.length)).toEqual([])
  })

  it('consumes with a group of its own under the granted prefix', async () => {
    const job = await start(consumerProfile, { kind: 'consume', from: 'earliest', limit: 2_000 })
    const last = (await journal(job.id)).at(-1)?.body
    const groupId = `${consumer.consumerGroupPrefix}ks-${job.id}`
    expect(last).toMatchObject({ state: 'succeeded', result: { done: 2_000, groupId, stopReason: 'limit' } })
    const again = await start(consumerProfile, { kind: 'consume', from: 'earliest', groupId, idleSeconds: 1 })
    expect((await journal(again.id)).at(-1)?.body).toMatchObject({
      state: 'succeeded',
      result: { done: 500, stopReason: 'idle' },
    })
  })

  it.each([
    [
      'a foreign group',
      () => consumerProfile,
      { kind: 'consume', from: 'earliest', groupId: 'billing' },
      'group_not_allowed',
    ],
    [
      'a foreign topic',
      () => consumerProfile,
      { kind: 'consume', from: 'earliest', topic: 'secrets' },
      'not_permitted_by_acl',
    ],
    ['a role without the right', () => consumerProfile, produceSpec, 'not_permitted_by_acl'],
    [
      'a broken template',
      () => producerProfile,
      { ...produceSpec, value: { type: 'template', template: '{{nope}}' } },
      'unprocessable',
    ],
    ['a profile of nobody', () => 'prf_none', produceSpec, 'not_found'],
  ] as [string, () => string, JobSpec, string][])(
    'refuses %s before it starts',
    async (_, profile, spec, code) => {
      await expect(start(profile(), spec)).rejects.toMatchObject({ code })
    },
  )

  it('cancels a running and a queued job within a second', async () => {
    const endless = { ...produceSpec, count: 1_000_000, rate: 100 }
    const jobs = []
    for (let count = 0; count < 5; count++) jobs.push(await start(producerProfile, endless))
    const [first, , , , fifth] = jobs
    if (!first || !fifth) throw new Error('Jobs are missing.')
    const seen = await followJob({ teamId, jobId: first.id, after: 0, signal: AbortSignal.timeout(20_000) })
    for await (const { body } of seen) if (body.type === 'progress' && body.progress.done > 0) break
    expect(await getJob({ teamId, jobId: fifth.id })).toMatchObject({ state: 'queued' })
    for (const job of [fifth, first]) {
      const began = performance.now()
      expect(await cancelJob({ teamId, jobId: job.id, actor })).toMatchObject({
        state: 'cancelled',
        error: null,
      })
      expect(performance.now() - began).toBeLessThan(CANCEL_LIMIT_MS)
    }
    const ended = await getJob({ teamId, jobId: first.id })
    expect(ended.result).toMatchObject({ stopReason: 'cancelled', failed: 0 })
    for (const job of jobs) await cancelJob({ teamId, jobId: job.id, actor })
    const states = (await listJobs({ member })).items.slice(0, 5).map(({ state }) => state)
    expect(states).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled', 'cancelled'])
  })

  it('ends as interrupted what a stopped server left behind', async () => {
    const job = await start(producerProfile, produceSpec)
    const whole = await journal(job.id)
    await inTransaction(async (tx) => {
      await tx
        .deleteFrom('jobEvent')
        .where('jobId', '=', job.id)
        .where('sequence', '=', whole.length)
        .execute()
      const running = { state: 'running', endedAt: null, result: null }
      await tx.updateTable('job').set(running).where('id', '=', job.id).execute()
    })
    expect(await interruptJobs()).toBe(1)
    expect(await interruptJobs()).toBe(0)
    expect(await getJob({ teamId, jobId: job.id })).toMatchObject({
      state: 'interrupted',
      error: { code: 'interrupted' },
    })
    expect((await journal(job.id)).at(-1)?.body).toMatchObject({ type: 'ended', state: 'interrupted' })
  })

  it('hides a job from another team', async () => {
    const [job] = (await listJobs({ member, limit: 1 })).items
    await expect(getJob({ teamId: 'team_other', jobId: job?.id ?? '' })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await listJobs({ member: { ...member, teamId: 'team_other' } })).toEqual({ items: [], next: null })
  })
})

describe('produceFew', () => {
  it('says where each record went, and keeps null and empty apart', async () => {
    const input = {
      compression: 'gzip',
      records: [
        { key: null, value: 'plain', partition: 2, timestamp: 1_700_000_000_000 },
        { key: '', value: null, partition: 2 },
        {
          key: { base64: '/w==' },
          value: { text: '' },
          headers: [['a', null] as [string, null]],
          partition: 2,
        },
      ],
    } as const
    const signal = AbortSignal.timeout(20_000)
    const place = { teamId, profileId: producerProfile, actor, topic: TOPIC, signal }
    const { records } = await produceFew({ ...place, input: structuredClone(input) as never })
    const first = BigInt(records[0]?.offset ?? -1)
    expect(records.map(({ offset }) => BigInt(offset) - first)).toEqual([0n, 1n, 2n])
    expect(records.map(({ partition }) => partition)).toEqual([2, 2, 2])
    expect(records[0]?.timestamp).toBe(1_700_000_000_000)
  })
})

describe('checkProfile', () => {
  it('keeps the verdict, and is limited to ten a minute', async () => {
    const options = { teamId, profileId: consumerProfile, actor, signal: AbortSignal.timeout(60_000) }
    for (let count = 0; count < 10; count++) {
      const events = await Array.fromAsync(await checkProfile(options))
      expect(events.at(-1)).toMatchObject({ type: 'verdict', verdict: 'authorized' })
    }
    await expect(checkProfile(options)).rejects.toMatchObject({ code: 'rate_limited' })
  }, 60_000)
})
