import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { setClock } from '#lib/server/base/clock.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { createProfile } from '#lib/server/profiles/create-profile.ts'
import { createWebhook, deleteWebhook, listWebhooks } from '#lib/server/profiles/job-webhooks.ts'
import { createTestOwner, openTestServer, type TestServer } from '#lib/server/testing/open-test-server.ts'
import { startMailServer, type TestMailServer } from '#lib/server/testing/start-mail-server.ts'
import type { JobNotify } from '#lib/shared/job-notify.ts'
import { getJobRunner } from '../job-runner.ts'
import { getJob } from '../list-jobs.ts'
import { startJob } from '../start-job.ts'
import type { JobStarter } from '../watch-rights.ts'
import { listNotices } from './list-notices.ts'
import { sendDueNotices } from './send-notices.ts'

vi.setConfig({ hookTimeout: 60_000, testTimeout: 30_000 })

const paste = `kafka:
  endpoints: 203.0.113.9:9092
  username: relation-6
  password: secret-of-the-test
  topic: orders
  consumer-group-prefix: relation-6-
  security-protocol: SASL_PLAINTEXT`
const KEY = 'sixteen signs or more'

let server: TestServer
let mails: TestMailServer
let receiver: Server
let calls: { readonly headers: IncomingHttpHeaders; readonly body: string }[]
let answer: number
let url: string
let ada: JobStarter
let profile: string
let later = 0
let restoreClock: () => void
const signal = new AbortController().signal

beforeEach(async () => {
  later = 0
  restoreClock = setClock({ now: () => Date.now() + later })
  mails = await startMailServer()
  calls = []
  answer = 204
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
      response.writeHead(answer).end()
    })
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const { port } = receiver.address() as AddressInfo
  url = `http://127.0.0.1:${port}/hook?token=canary`
  server = await openTestServer({
    KEYSTREAM_EGRESS_ALLOW: `127.0.0.1/32:${port}`,
    KEYSTREAM_SMTP_URL: mails.url,
  })
  const teamId = await createTestOwner()
  const { id: userId } = await getDatabase().selectFrom('user').select('id').executeTakeFirstOrThrow()
  ada = { teamId, userId, role: 'owner', name: 'Ada Owner', email: 'ada@example.com' }
  profile = (await createProfile({ teamId, actor: ada, input: { text: paste } })).id
})
afterEach(async () => {
  await getJobRunner().close()
  receiver.closeAllConnections()
  receiver.close()
  await mails.close()
  restoreClock()
  await server.close()
})

const add = (name = 'Ops', address = url) =>
  createWebhook({
    ...{ teamId: ada.teamId, profileId: profile, actor: ada },
    input: { name, url: address, secret: KEY },
  })

/** A job that fails at once: its brokers are behind the policy. */
async function endedJob(notify: JobNotify): Promise<string> {
  const spec = { kind: 'consume', from: 'earliest' } as const
  const { id } = await startJob({ member: ada, input: { kind: 'consume', profile, spec, notify } })
  await expect
    .poll(async () => (await getJob({ teamId: ada.teamId, jobId: id })).endedAt, { timeout: 20_000 })
    .not.toBeNull()
  return id
}
const told = async (jobId: string) => listNotices({ teamId: ada.teamId, jobId })

it('tries again when the job could not be looked at, and keeps what became of the others', async () => {
  const webhook = await add()
  const jobId = await endedJob({ on: 'always', email: true, webhook: webhook.id })
  const db = getDatabase()
  await sql`alter table "job" rename to "jobAway"`.execute(db)
  expect(await sendDueNotices(signal)).toBe(0)
  await sql`alter table "jobAway" rename to "job"`.execute(db)
  const problem = 'It could not be sent, for a reason that is ours.'
  const tried = { attempts: 1, sentAt: null, problem, nextAt: expect.any(String) as string }
  expect(await told(jobId)).toMatchObject([tried, tried])
  later += 60_000
  expect(await sendDueNotices(signal)).toBe(2)
  expect(await told(jobId)).toMatchObject([{ problem: null }, { problem: null }])
})

it('tells a webhook, signed, and who started the job, by mail', async () => {
  const webhook = await add()
  const jobId = await endedJob({ on: 'failure', email: true, webhook: webhook.id })
  expect(await sendDueNotices(signal)).toBe(2)
  expect(await sendDueNotices(signal)).toBe(0)
  const [call] = calls
  expect(calls).toHaveLength(1)
  expect(JSON.parse(call?.body ?? '')).toMatchObject({
    type: 'job.ended',
    job: {
      id: jobId,
      state: 'failed',
      kind: 'consume',
      topic: 'orders',
      error: { code: 'blocked_by_policy' },
    },
  })
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = call?.headers ?? {}
  const expected = createHmac('sha256', KEY).update(`${String(id)}.${String(at)}.${call?.body ?? ''}`)
  expect(signature).toBe(`v1,${expected.digest('base64')}`)
  expect(mails.mails).toHaveLength(1)
  expect(mails.mails[0]?.to).toBe('ada@example.com')
  expect(mails.mails[0]?.text).toContain(`/jobs/${jobId}`)
  const notices = (await told(jobId)).map(({ channel, name, attempts, problem, sentAt }) => ({
    ...{ channel, name, attempts, problem },
    sent: sentAt !== null,
  }))
  expect(notices.toSorted((a, b) => a.channel.localeCompare(b.channel))).toEqual([
    { channel: 'email', name: null, attempts: 1, problem: null, sent: true },
    { channel: 'webhook', name: 'Ops', attempts: 1, problem: null, sent: true },
  ])
})

it('tries five times within twenty minutes, under one id, and gives up with a word', async () => {
  const webhook = await add()
  answer = 503
  const jobId = await endedJob({ on: 'always', email: false, webhook: webhook.id })
  for (const pause of [0, 10_000, 60_000, 300_000, 900_000, 3_600_000]) {
    later += pause
    await sendDueNotices(signal)
    await sendDueNotices(signal)
  }
  expect(calls).toHaveLength(5)
  expect(new Set(calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect(await told(jobId)).toMatchObject([
    { attempts: 5, nextAt: null, sentAt: null, problem: 'The webhook’s receiver: it answered 503.' },
  ])
})

it('does not repeat what is refused, and sends to nothing that is gone or forbidden', async () => {
  const webhook = await add()
  answer = 410
  const refused = await endedJob({ on: 'always', email: false, webhook: webhook.id })
  await sendDueNotices(signal)
  expect(await told(refused)).toMatchObject([
    { nextAt: null, problem: 'The webhook’s receiver refused it: it answered 410.' },
  ])
  const forbidden = await add('Forbidden', 'https://192.0.2.1/hook')
  const blocked = await endedJob({ on: 'always', email: false, webhook: forbidden.id })
  await sendDueNotices(signal)
  expect(await told(blocked)).toMatchObject([{ nextAt: null, sentAt: null }])
  const entries = getDatabase()
    .selectFrom('auditEvent')
    .select('actor')
    .where('action', '=', 'egress.blocked')
  expect(await entries.where('details', 'like', '%192.0.2.1%').execute()).toEqual([
    { actor: 'ada@example.com' },
  ])
  const gone = await endedJob({ on: 'always', email: false, webhook: forbidden.id })
  await deleteWebhook({ teamId: ada.teamId, profileId: profile, actor: ada, webhookId: forbidden.id })
  await sendDueNotices(signal)
  expect(await told(gone)).toMatchObject([{ name: null, nextAt: null, problem: 'The webhook is gone.' }])
  expect(calls).toHaveLength(1)
})

it('keeps address and key sealed, each webhook in a place of its own', async () => {
  const one = await add('one')
  const two = await add('two', 'https://hooks.example.com/canary')
  expect(one.origin).toBe(new URL(url).origin)
  expect(two.origin).toBe('https://hooks.example.com')
  const stored = await server.stored()
  expect(stored.includes('canary')).toBe(false)
  expect(stored.includes(KEY)).toBe(false)
  await expect(add('one')).rejects.toMatchObject({ code: 'conflict', field: 'name' })
  for (const address of ['http://example.com/', 'https://u:p@example.com/', 'ftp://x', 'nothing'])
    await expect(add('bad', address)).rejects.toMatchObject({ code: 'bad_request', field: 'url' })
  await deleteWebhook({ teamId: ada.teamId, profileId: profile, actor: ada, webhookId: one.id })
  const left = await listWebhooks({ teamId: ada.teamId, profileId: profile })
  expect(left.map(({ name }) => name)).toEqual(['two'])
  const seals = await getDatabase()
    .selectFrom('secretVersion')
    .select('version')
    .where('version', '<', 0)
    .execute()
  expect(seals).toEqual([{ version: -2 }])
  const input = { kind: 'consume', profile, spec: { kind: 'consume', from: 'earliest' } } as const
  const notify = { on: 'always', email: false, webhook: one.id } as const
  await expect(startJob({ member: ada, input: { ...input, notify } })).rejects.toMatchObject({
    code: 'unprocessable',
    field: 'notify.webhook',
  })
})
