import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ConsumeSpecSchema } from '#lib/shared/consume-spec.ts'
import { Secret } from '#lib/shared/secret.ts'
import { type WebhookSink, WebhookSinkSchema } from '#lib/shared/sink-spec.ts'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { ensureTopic } from './ensure-topic.ts'
import type { JobUpdate, RunnableSpec } from './job-update.ts'
import { produceRecords } from './produce-records.ts'
import { runJob } from './run-job.ts'

const KEY = 'the secret of this receiver'
const COUNT = 1_000
const T0 = Date.parse('2026-01-31T00:00:00Z')

let kafka: KafkaCluster
let user: AddedUser
const servers: Server[] = []

beforeAll(async () => {
  kafka = await startKafka()
  user = await kafka.addUser({ role: 'admin', topic: 'orders' })
  await ensureTopic(user.target(), { topic: 'orders', partitions: 2, replicationFactor: 1 })
  const records = Array.from({ length: COUNT }, (_, index) => ({
    key: null,
    value: index === 500 ? Buffer.from([0xff, 0xfe]) : `{"n":${index}}`,
    partition: index % 2,
  }))
  await produceRecords(user.target(), { topic: 'orders', records })
})

afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  await kafka.stop()
})

interface Sent {
  readonly partition: number
  readonly offset: string
  readonly value: { readonly text?: string; readonly base64?: string }
}

/** A receiver that answers each call as it is told, and keeps what it took. */
async function receiver(answer: (call: number, records: readonly Sent[]) => number) {
  const taken: Sent[] = []
  const ids: string[] = []
  let calls = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = request.headers
      const expected = createHmac('sha256', KEY)
        .update(`${String(id)}.${String(at)}.${body}`)
        .digest('base64')
      if (signature !== `v1,${expected}`) {
        response.writeHead(401).end()
        return
      }
      const records = (
        request.headers['content-type'] === 'application/json'
          ? JSON.parse(body)
          : body
              .trimEnd()
              .split('\n')
              .map((line): unknown => JSON.parse(line))
      ) as Sent[]
      const status = answer(++calls, records)
      if (status < 300) taken.push(...records)
      ids.push(String(id))
      response.writeHead(status).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  servers.push(server)
  return { taken, ids, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

const webhookAt = (url: string) => ({
  url,
  secret: new Secret(KEY),
  egress: { mode: 'unrestricted' as const },
})

async function sink(
  groupId: string,
  { url, ...limits }: Partial<WebhookSink> & { url: string },
  {
    topic = 'orders',
    from = 'earliest',
    signal = new AbortController().signal,
  }: { topic?: string; from?: string; signal?: AbortSignal } = {},
) {
  const spec = ConsumeSpecSchema.parse({
    ...{ kind: 'consume', topic, groupId, from, idleSeconds: 1 },
    sink: WebhookSinkSchema.parse({ type: 'webhook', webhook: 'whk_1', ...limits }),
  }) as RunnableSpec
  const updates: JobUpdate[] = []
  const options = {
    signal,
    resources: { webhook: webhookAt(url) },
  }
  for await (const update of runJob(user.target(), spec, options)) updates.push(update)
  const last = updates.at(-1)
  if (last?.type !== 'ended') throw new Error('The job ended without a word.')
  return {
    ...last,
    warnings: updates.filter(({ type }) => type === 'warning').map((one) => JSON.stringify(one)),
  }
}

const places = (taken: readonly Sent[]) => taken.map(({ partition, offset }) => `${partition}:${offset}`)

it('delivers all in the order of each partition through a receiver that fails sometimes', async () => {
  const { taken, ids, url } = await receiver((call) => (call % 4 === 2 ? 503 : 200))
  const { result, error } = await sink('fails', { url, maxRecords: 100 })
  expect(error).toBeNull()
  expect(result.delivery).toMatchObject({ read: COUNT, delivered: COUNT, failed: 0, pending: 0 })
  expect(result.delivery?.retries).toBeGreaterThan(0)
  for (const partition of [0, 1])
    expect(places(taken.filter((one) => one.partition === partition))).toEqual(
      Array.from({ length: COUNT / 2 }, (_, offset) => `${partition}:${offset}`),
    )
  expect(taken.filter(({ value }) => value.base64 === '//4=')).toHaveLength(1)
  expect(new Set(ids).size).toBe(ids.length - (result.delivery?.retries ?? 0))
})

it('passes over what is refused for good, counts and names it, and commits', async () => {
  const { taken, url } = await receiver((_, records) =>
    records.some(({ partition, offset }) => partition === 1 && offset === '7') ? 422 : 200,
  )
  const { result, error, warnings } = await sink('refused', { url, maxRecords: 5, format: 'ndjson' })
  expect(error).toBeNull()
  expect(result.delivery).toMatchObject({ read: COUNT, delivered: COUNT - 5, failed: 5, pending: 0 })
  expect(taken).toHaveLength(COUNT - 5)
  expect(warnings.filter((text) => text.includes('with 422'))).toHaveLength(5)
  expect((await sink('refused', { url })).result.delivery).toMatchObject({ read: 0 })
})

it('commits nothing that was not delivered: after a cancel the rest comes', async () => {
  const stop = new AbortController()
  const first = await receiver((call) => {
    if (call < 4) return 200
    stop.abort()
    return 503
  })
  const cancelled = await sink('again', { url: first.url, maxRecords: 50 }, { signal: stop.signal })
  expect(cancelled.result.stopReason).toBe('cancelled')
  const second = await receiver(() => 200)
  const { result } = await sink('again', { url: second.url })
  expect(new Set([...places(first.taken), ...places(second.taken)]).size).toBe(COUNT)
  expect(result.delivery).toMatchObject({ failed: 0, pending: 0 })
})

it('begins at the time that was asked for, and there again in another group after a cancel', async () => {
  await ensureTopic(user.target(), { topic: 'timed', partitions: 1, replicationFactor: 1 })
  const records = Array.from({ length: 10 }, (_, n) => ({
    key: null,
    value: `${n}`,
    timestamp: T0 + n * 1_000,
  }))
  await produceRecords(user.target(), { topic: 'timed', records })
  const from = `time:${new Date(T0 + 6_000).toISOString()}`
  const stop = new AbortController()
  const broken = await receiver(() => {
    stop.abort()
    return 503
  })
  await sink('timed', { url: broken.url }, { topic: 'timed', from, signal: stop.signal })
  for (const group of ['timed', 'timed-anew']) {
    const { taken, url } = await receiver(() => 200)
    const { result } = await sink(group, { url }, { topic: 'timed', from })
    expect(result.delivery).toMatchObject({ read: 4, delivered: 4 })
    expect(places(taken)).toEqual(['0:6', '0:7', '0:8', '0:9'])
  }
})

it('counts a record that is larger than a call may be', async () => {
  await ensureTopic(user.target(), { topic: 'large', partitions: 1, replicationFactor: 1 })
  const values = ['small', 'x'.repeat(2_000), 'small']
  const records = values.map((value) => ({ key: null, value }))
  await produceRecords(user.target(), { topic: 'large', records })
  const { url } = await receiver(() => 200)
  const spec = ConsumeSpecSchema.parse({
    ...{ kind: 'consume', topic: 'large', groupId: 'large', idleSeconds: 1 },
    sink: { type: 'webhook', webhook: 'whk_1', maxBytes: 1024 },
  }) as RunnableSpec
  const resources = { webhook: webhookAt(url) }
  let last: JobUpdate | undefined
  for await (const update of runJob(user.target(), spec, { signal: new AbortController().signal, resources }))
    last = update
  expect(last).toMatchObject({ result: { delivery: { read: 3, delivered: 2, failed: 1 } } })
})
