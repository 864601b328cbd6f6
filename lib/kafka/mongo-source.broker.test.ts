import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import { type MongoTarget, mongoTargetOf } from '#lib/mongo/mongo-target.ts'
import { MongoWriter } from '#lib/mongo/mongo-writer.ts'
import { ProduceSpecSchema } from '#lib/shared/produce-spec.ts'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { mongoMissing } from '#sandbox/mongo-runtime.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { type SandboxMongo, startMongo } from '#sandbox/start-mongo.ts'
import type { JobUpdate, RunnableSpec } from './job-update.ts'
import { readRecords } from './read-records.ts'
import { runJob } from './run-job.ts'

const COUNT = 2_500
/** FerretDB is built once on a machine, which takes minutes. */
const BUILD_MS = 600_000

let kafka: KafkaCluster
let user: AddedUser
let mongo: SandboxMongo
let target: MongoTarget

const idOf = (n: number) => String(n).padStart(6, '0')

async function run(
  spec: object,
  {
    signal = new AbortController().signal,
    on,
  }: { signal?: AbortSignal; on?: (update: JobUpdate) => void } = {},
) {
  const runnable = ProduceSpecSchema.parse({
    ...{ kind: 'produce', createTopic: { partitions: 3, replicationFactor: 1 } },
    ...spec,
  }) as RunnableSpec
  let last: JobUpdate | undefined
  for await (const update of runJob(user.target(), runnable, { signal, resources: { mongo: target } })) {
    last = update
    on?.(update)
  }
  if (last?.type !== 'ended') throw new Error('The job ended without a word.')
  return last
}

interface Read {
  readonly partition: number
  readonly key: { readonly text: string } | null
  readonly value: { readonly text: string }
}

async function records(topic: string): Promise<Read[]> {
  const found: Read[] = []
  const range = {
    topic,
    from: 'earliest',
    to: 'latest',
    isolation: 'committed',
    maxValueBytes: 1_000,
  } as const
  for await (const event of readRecords(user.target(), range))
    if (event.type === 'records')
      for (const line of Buffer.from(event.lines).toString('utf8').trim().split('\n'))
        found.push(JSON.parse(line) as Read)
  return found
}

const fromMongo = (more: object = {}) => ({ type: 'mongodb', profile: 'prf_1', ...more })
const missing = mongoMissing()

describe.skipIf(missing !== null)(
  missing === null ? 'producing with MongoDB' : `producing with MongoDB is not tried: ${missing}`,
  () => {
    beforeAll(async () => {
      ;[kafka, mongo] = await Promise.all([startKafka(), startMongo()])
      user = await kafka.addUser({ role: 'admin', topic: 'shop' })
      const [credential] = parseCredentials(mongo.paste('shop')).credentials
      if (!credential || isKafkaCredential(credential)) throw new Error('The paste is not understood.')
      target = mongoTargetOf(credential, { mode: 'unrestricted' })
      const writer = new MongoWriter(target, 'shop')
      const documents = Array.from({ length: COUNT }, (_, n) => ({ _id: idOf(n), n }))
      await writer.insert('producer', documents, { signal: AbortSignal.timeout(60_000) })
      await writer.close()
    }, BUILD_MS)

    afterAll(async () => {
      await mongo.stop()
      await kafka.stop()
    })

    it('writes each document once, with a field as its key, in the order of ids in each partition', async () => {
      const { error, result } = await run({
        ...{ topic: 'shop', value: fromMongo(), key: { type: 'field', path: '_id' } },
      })
      expect(error).toBeNull()
      expect(result).toMatchObject({
        ...{ done: COUNT, failed: 0, taken: COUNT, stopReason: 'count' },
        source: { after: `"${idOf(COUNT - 1)}"`, ahead: 0 },
      })
      const found = await records('shop')
      expect(
        found.every(({ key, value }) => value.text === `{"_id":"${key?.text}","n":${Number(key?.text)}}`),
      ).toBe(true)
      for (const partition of [0, 1, 2]) {
        const keys = found.filter((one) => one.partition === partition).map(({ key }) => key?.text)
        expect(keys).toEqual(keys.toSorted())
      }
      expect(new Set(found.map(({ key }) => key?.text)).size).toBe(COUNT)
    })

    it('stops at its limit, or by a person, and goes on from there without a hole', async () => {
      const value = fromMongo({ database: 'shop' })
      const limited = await run({ topic: 'parts', value, count: 700 })
      expect(limited.result).toMatchObject({ done: 700, source: { after: `"${idOf(699)}"`, ahead: 0 } })
      const stop = new AbortController()
      const cancelled = await run(
        { topic: 'parts', rate: 400, value: { ...value, after: `"${idOf(699)}"` } },
        {
          signal: stop.signal,
          on: (update) => {
            if (update.type === 'progress' && update.progress.done > 200) stop.abort()
          },
        },
      )
      expect(cancelled.result).toMatchObject({ stopReason: 'cancelled', failed: 0 })
      const { after = null, ahead = -1 } = cancelled.result.source ?? {}
      expect(after).not.toBeNull()
      const rest = await run({ topic: 'parts', value: { ...value, after: after ?? '' } })
      expect(rest.error).toBeNull()
      const found = await records('parts')
      expect(new Set(found.map(({ value: { text } }) => (JSON.parse(text) as { n: number }).n)).size).toBe(
        COUNT,
      )
      expect(found).toHaveLength(COUNT + ahead)
    })

    it('says so when there is nothing, and fails in words of ours when it may not', async () => {
      const words: string[] = []
      const empty = await run(
        { topic: 'empty', value: fromMongo({ collection: 'none' }) },
        { on: (update) => (update.type === 'warning' ? words.push(update.message) : undefined) },
      )
      expect(empty).toMatchObject({ error: null, result: { done: 0 } })
      expect(words).toEqual(['The collection holds no documents there.'])
      const dotted = await run({ topic: 'with.dot', value: fromMongo() })
      expect(dotted).toMatchObject({ error: { code: 'unprocessable' }, result: { done: 0 } })
    })

    it('stores what it produced as the test application does, and counts what is there already', async () => {
      const sink = { type: 'mongodb', profile: 'prf_1' }
      const first = await run({ topic: 'hot-topic', count: 1_200, sink })
      expect(first).toMatchObject({
        error: null,
        result: { done: 1_200, delivery: { read: 1_200, delivered: 1_200, redelivered: 0, pending: 0 } },
      })
      const documents = await mongo.documents('hot-topic', 'producer')
      const produced = (await records('hot-topic')).map(
        ({ value }) => JSON.parse(value.text) as { _id: string },
      )
      const byId = (a: { _id?: unknown }, b: { _id?: unknown }) => String(a._id).localeCompare(String(b._id))
      expect(documents.toSorted(byId)).toEqual(produced.toSorted(byId))
      const template = '{"_id":"{{sequence}}","a":1}'
      const value = { type: 'template', template }
      await run({ topic: 'hot-topic', count: 10, value, sink })
      const again = await run({ topic: 'hot-topic', count: 15, value, sink })
      expect(again.result.delivery).toMatchObject({ read: 15, delivered: 5, redelivered: 10 })
      const text = await run({
        topic: 'hot-topic',
        count: 3,
        value: { type: 'template', template: 'x' },
        sink,
      })
      expect(text.result).toMatchObject({ done: 3, delivery: { read: 3, delivered: 0, undecodable: 3 } })
    })

    it('stores all though MongoDB dies on the way', async () => {
      const seen: { killed?: Promise<void>; started?: Promise<void> } = {}
      const { error, result } = await run(
        { topic: 'rough', count: 4_000, rate: 2_000, sink: { type: 'mongodb', profile: 'prf_1' } },
        {
          on: (update) => {
            if (update.type !== 'progress') return
            if (update.progress.done > 0) seen.killed ??= mongo.kill()
            // It stays away until a write has failed.
            if ((update.progress.delivery?.retries ?? 0) > 0)
              seen.started ??= Promise.resolve(seen.killed).then(() => mongo.start())
          },
        },
      )
      expect(seen.killed).toBeDefined()
      await seen.killed
      await (seen.started ?? mongo.start())
      expect(error).toBeNull()
      expect(result.delivery).toMatchObject({ read: 4_000, delivered: 4_000, redelivered: 0, pending: 0 })
      expect(result.delivery?.retries).toBeGreaterThan(0)
      expect(await mongo.documents('rough', 'producer')).toHaveLength(4_000)
    })

    it('tells its numbers when it is cancelled while it waits for MongoDB at its end', async () => {
      const stop = new AbortController()
      const seen: { cancelled?: Promise<void> } = {}
      const cancelOnceWritten = async () => {
        await mongo.kill()
        while ((await records('away')).length < 100) await turn()
        stop.abort()
      }
      const { error, result } = await run(
        { topic: 'away', count: 100, sink: { type: 'mongodb', profile: 'prf_1' } },
        {
          signal: stop.signal,
          on: (update) => {
            // It has logged in by then, and has produced nothing.
            if (update.type === 'note' && update.message.startsWith('Created'))
              seen.cancelled ??= cancelOnceWritten()
          },
        },
      )
      await seen.cancelled
      await mongo.start()
      expect(error).toBeNull()
      expect(result).toMatchObject({
        ...{ done: 100, failed: 0, taken: 100, stopReason: 'cancelled' },
        delivery: { read: 100, delivered: 0, redelivered: 0, pending: 100 },
      })
      expect(await mongo.documents('away', 'producer')).toEqual([])
    })
  },
)
