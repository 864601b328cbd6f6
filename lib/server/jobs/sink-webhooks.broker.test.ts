import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { produceRecords } from '#lib/kafka/produce-records.ts'
import { setClock } from '#lib/server/base/clock.ts'
import { createProfile } from '#lib/server/profiles/create-profile.ts'
import { createWebhook, deleteWebhook } from '#lib/server/profiles/job-webhooks.ts'
import {
  createTestOwner,
  openTestServer,
  type TestServer,
  testDatabase,
} from '#lib/server/testing/open-test-server.ts'
import type { Job } from '#lib/shared/job.ts'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { followJob } from './follow-job.ts'
import { getJobRunner } from './job-runner.ts'
import { getJob, listJobs } from './list-jobs.ts'
import { createSchedule, deleteSchedule } from './schedules/job-schedules.ts'
import { runDueSchedules } from './schedules/run-schedules.ts'
import { startJob } from './start-job.ts'
import type { JobStarter } from './watch-rights.ts'

const TOPIC = 'orders'
const COUNT = 10
const KEY = 'a key of the receiver'
const TOKEN = 'canary-in-the-path'

let kafka: KafkaCluster
let server: TestServer
let receiver: Server
let member: JobStarter
let profile: string
let webhook: string
/** How many records came in calls that are signed and go to the whole address; of others, a text that says so. */
const taken: (number | string)[] = []

beforeAll(async () => {
  kafka = await startKafka()
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = request.headers
      const expected = createHmac('sha256', KEY).update(`${String(id)}.${String(at)}.${body}`)
      if (request.url !== `/in/${TOKEN}`) taken.push('elsewhere')
      else if (signature !== `v1,${expected.digest('base64')}`) taken.push('not signed')
      else taken.push((JSON.parse(body) as unknown[]).length)
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
  const user = await kafka.addUser({ role: 'producer,consumer', topic: TOPIC })
  await kafka.admin.createTopic({ name: TOPIC, partitions: 1, replicationFactor: 1 })
  const records = Array.from({ length: COUNT }, (_, n) => ({ key: null, value: `{"n":${n}}` }))
  await produceRecords(user.target('scram'), { topic: TOPIC, records })
  const text = user.paste({ kafka: 4, tls: false })
  profile = (await createProfile({ teamId, actor: member, input: { text } })).id
  const input = { name: 'Records', url: `http://127.0.0.1:${port}/in/${TOKEN}`, secret: KEY }
  webhook = (await createWebhook({ teamId, profileId: profile, actor: member, input })).id
}, 120_000)

afterAll(async () => {
  await getJobRunner().close()
  receiver.closeAllConnections()
  receiver.close()
  await server.close()
  await kafka.stop()
})

const spec = () => ({
  ...{ kind: 'consume' as const, from: 'earliest', limit: COUNT },
  sink: { type: 'webhook' as const, webhook, format: 'json' as const, maxRecords: 500, maxBytes: 65_536 },
})

async function end(jobId: string): Promise<Job> {
  const { teamId } = member
  const signal = AbortSignal.timeout(40_000)
  for await (const { body } of await followJob({ teamId, jobId, after: 0, signal }))
    if (body.type === 'ended') break
  return getJob({ teamId, jobId })
}

const delivered = { state: 'succeeded', result: { delivery: { read: COUNT, delivered: COUNT, failed: 0 } } }

it('calls signed at the first run, at one like it, and by a schedule; and keeps address and key sealed', async () => {
  const first = await end((await startJob({ member, input: { kind: 'consume', profile, spec: spec() } })).id)
  expect(first).toMatchObject(delivered)
  if (first.spec.kind !== 'consume') throw new Error('It is a consume job.')
  const { groupId: _own, ...again } = first.spec
  const like = await startJob({ member, input: { kind: 'consume', profile, spec: again } })
  expect(await end(like.id)).toMatchObject(delivered)

  const times = { cron: '* * * * *', timeZone: 'UTC', missed: 'skip', notify: null } as const
  const schedule = await createSchedule(member, { name: 'Each minute', profile, spec: spec(), ...times })
  const now = Date.now()
  const restore = setClock({ now: () => now + 60_000 })
  await runDueSchedules(new AbortController().signal).finally(restore)
  const [scheduled] = (await listJobs({ member, schedule: schedule.id })).items
  expect(await end(scheduled?.id ?? '')).toMatchObject(delivered)

  expect(taken.filter((each) => typeof each === 'string')).toEqual([])
  expect(taken.reduce<number>((sum, each) => sum + Number(each), 0)).toBe(3 * COUNT)
  const stored = await server.stored()
  expect([TOKEN, KEY].filter((secret) => stored.includes(secret))).toEqual([])

  const gone = { teamId: member.teamId, profileId: profile, actor: member, webhookId: webhook }
  await expect(deleteWebhook(gone)).rejects.toMatchObject({ code: 'conflict' })
  await deleteSchedule(member, schedule.id)
  await deleteWebhook(gone)
  await expect(startJob({ member, input: { kind: 'consume', profile, spec: spec() } })).rejects.toMatchObject(
    { code: 'unprocessable', field: 'spec.sink.webhook' },
  )
})
