import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readRecords } from '#lib/kafka/read-records.ts'
import { setClock } from '#lib/server/base/clock.ts'
import { forgetSingleton } from '#lib/server/base/singleton.ts'
import { createProfile } from '#lib/server/profiles/create-profile.ts'
import { createWebhook } from '#lib/server/profiles/job-webhooks.ts'
import {
  createTestOwner,
  openTestServer,
  type TestServer,
  testDatabase,
} from '#lib/server/testing/open-test-server.ts'
import type { Job, JobSpec } from '#lib/shared/job.ts'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { followJob } from './follow-job.ts'
import { getJobRunner } from './job-runner.ts'
import { getJob, listJobs } from './list-jobs.ts'
import { listNotices } from './notices/list-notices.ts'
import { sendDueNotices } from './notices/send-notices.ts'
import { resumeJob } from './resume-job.ts'
import { createSchedule } from './schedules/job-schedules.ts'
import { runDueSchedules } from './schedules/run-schedules.ts'
import { startJob } from './start-job.ts'
import type { JobStarter } from './watch-rights.ts'

const TOPIC = 'orders'
const signal = new AbortController().signal

let kafka: KafkaCluster
let server: TestServer
let receiver: Server
const told: { type: string; job: { id: string; state: string; result: { done: number } } }[] = []
let member: JobStarter
let user: AddedUser
let profile: string
let hook: string

beforeAll(async () => {
  kafka = await startKafka()
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      told.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as (typeof told)[number])
      response.writeHead(204).end()
    })
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const { port } = receiver.address() as AddressInfo
  const ports = [port, ...kafka.ports.map(({ scram }) => scram)]
  server = await openTestServer({
    KEYSTREAM_EGRESS_ALLOW: ports.map((each) => `127.0.0.1/32:${each}`).join(','),
  })
  const teamId = await createTestOwner()
  const { id: userId } = await testDatabase().selectFrom('user').select('id').executeTakeFirstOrThrow()
  member = { userId, teamId, role: 'owner', name: 'Ada Owner', email: 'ada@example.com' }
  user = await kafka.addUser({ role: 'producer,consumer', topic: TOPIC })
  await kafka.admin.createTopic({ name: TOPIC, partitions: 1, replicationFactor: 1 })
  const text = user.paste({ kafka: 4, tls: false })
  profile = (await createProfile({ teamId, actor: member, input: { text } })).id
  const input = { name: 'Ops', url: `http://127.0.0.1:${port}/`, secret: 'a key of the receiver' }
  hook = (await createWebhook({ teamId, profileId: profile, actor: member, input })).id
}, 120_000)

afterAll(async () => {
  await getJobRunner().close()
  receiver.closeAllConnections()
  receiver.close()
  await server.close()
  await kafka.stop()
})

const notify = () => ({ on: 'always', email: false, webhook: hook }) as const
const start = (spec: JobSpec) =>
  startJob({ member, input: { kind: spec.kind, profile, spec, notify: notify() } })
const get = (jobId: string) => getJob({ teamId: member.teamId, jobId })

async function end(jobId: string): Promise<Job> {
  const deadline = AbortSignal.timeout(40_000)
  for await (const { body } of await followJob({ teamId: member.teamId, jobId, after: 0, signal: deadline }))
    if (body.type === 'ended') break
  return get(jobId)
}

/** As a server that is told to stop does it; the next one has a runner of its own. */
async function interrupt(jobId: string, atLeast = 1): Promise<Job> {
  const seen = await followJob({
    teamId: member.teamId,
    jobId,
    after: 0,
    signal: AbortSignal.timeout(20_000),
  })
  for await (const { body } of seen) if (body.type === 'progress' && body.progress.done >= atLeast) break
  await getJobRunner().close()
  forgetSingleton('job-runner')
  return get(jobId)
}

/** The values that are in the topic, of those that are numbers. */
async function numbers(): Promise<number[]> {
  const found: number[] = []
  const range = {
    topic: TOPIC,
    from: 'earliest',
    to: 'latest',
    isolation: 'committed',
    maxValueBytes: 100,
  } as const
  for await (const event of readRecords(user.target('scram'), range)) {
    if (event.type !== 'records') continue
    const lines = Buffer.from(event.lines).toString('utf8').trim().split('\n')
    for (const line of lines) found.push(Number((JSON.parse(line) as { value: { text: string } }).value.text))
  }
  return found
}

it('writes on with the numbers that are left, once, after the server was stopped; and tells both ends', async () => {
  const template = '{{sequence}}'
  const spec = {
    kind: 'produce',
    count: 300,
    rate: 150,
    value: { type: 'template', template },
    compression: 'none',
  } as const
  const first = await interrupt((await start(spec)).id)
  expect(first).toMatchObject({ state: 'interrupted', result: { failed: 0, stopReason: 'interrupted' } })
  const resumed = await resumeJob({ member, jobId: first.id })
  expect(resumed.resumedFrom).toBe(first.id)
  await expect(resumeJob({ member, jobId: first.id })).rejects.toMatchObject({ code: 'conflict' })
  expect(await get(first.id)).toMatchObject({ resumedBy: resumed.id })
  const last = await end(resumed.id)
  expect(last.state).toBe('succeeded')
  expect((first.result?.done ?? 0) + (last.result?.done ?? 0)).toBe(300)
  const written = await numbers()
  expect(written).toHaveLength(300)
  expect(new Set(written).size).toBe(300)
  await sendDueNotices(signal)
  expect(new Map(told.map(({ job }) => [job.id, job.state]))).toEqual(
    new Map([
      [first.id, 'interrupted'],
      [last.id, 'succeeded'],
    ]),
  )
  expect(await listNotices({ teamId: member.teamId, jobId: last.id })).toMatchObject([
    { attempts: 1, problem: null },
  ])
})

it('goes on in the same group with what is left of its limit', async () => {
  const made = await start({ kind: 'produce', count: 100, value: { type: 'test-app' }, compression: 'none' })
  await end(made.id)
  const consume = { kind: 'consume', from: 'earliest', limit: 800 } as const
  const first = await interrupt((await start(consume)).id, 400)
  const done = first.result?.done ?? first.progress?.done ?? 0
  expect(done).toBe(400)
  const more = await start({ kind: 'produce', count: 500, value: { type: 'test-app' }, compression: 'none' })
  await end(more.id)
  const last = await end((await resumeJob({ member, jobId: first.id })).id)
  expect(last).toMatchObject({ state: 'succeeded', result: { done: 400, stopReason: 'limit' } })
  expect(last.spec).toMatchObject({ limit: 400, groupId: (first.spec as { groupId?: string }).groupId })
})

it('starts by a schedule what its maker may, when it is due', async () => {
  const spec = { kind: 'produce', count: 5, value: { type: 'test-app' }, compression: 'none' } as const
  const times = { cron: '* * * * *', timeZone: 'UTC', missed: 'skip' } as const
  const { id } = await createSchedule(member, {
    name: 'Each minute',
    profile,
    spec,
    ...times,
    notify: notify(),
  })
  const now = Date.now()
  const restore = setClock({ now: () => now + 60_000 })
  try {
    expect(await runDueSchedules(signal)).toBe(1)
  } finally {
    restore()
  }
  const [job] = (await listJobs({ member, schedule: id })).items
  expect(await end(job?.id ?? '')).toMatchObject({
    state: 'succeeded',
    name: 'Each minute',
    result: { done: 5 },
  })
})
