import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isKafkaCredential } from '#lib/credentials/credential.ts'
import { parseCredentials } from '#lib/credentials/parse-credentials.ts'
import { type MongoTarget, mongoTargetOf } from '#lib/mongo/mongo-target.ts'
import { ConsumeSpecSchema } from '#lib/shared/consume-spec.ts'
import { ProduceSpecSchema } from '#lib/shared/produce-spec.ts'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { mongoMissing } from '#sandbox/mongo-runtime.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { type SandboxMongo, startMongo } from '#sandbox/start-mongo.ts'
import { ensureTopic } from './ensure-topic.ts'
import type { JobUpdate, RunnableSpec } from './job-update.ts'
import { produceRecords } from './produce-records.ts'
import { runJob } from './run-job.ts'

const COUNT = 3_000
/** FerretDB is built once on a machine, which takes minutes. */
const BUILD_MS = 600_000

let kafka: KafkaCluster
let user: AddedUser
let mongo: SandboxMongo
let target: MongoTarget

async function run(
  spec: RunnableSpec,
  { mongo: to = target, on }: { mongo?: MongoTarget; on?: (update: JobUpdate) => void } = {},
) {
  const resources = { mongo: to, groupPrefix: 'relation-6-' }
  let last: JobUpdate | undefined
  for await (const update of runJob(user.target(), spec, {
    signal: new AbortController().signal,
    resources,
  })) {
    last = update
    on?.(update)
  }
  if (last?.type !== 'ended') throw new Error('The job ended without a word.')
  return last
}

const consume = (groupId: string, topic = 'hot-topic') =>
  ConsumeSpecSchema.parse({
    ...{ kind: 'consume', topic, groupId, idleSeconds: 1 },
    sink: { type: 'mongodb', profile: 'prf_1' },
  }) as RunnableSpec

const stored = (topic = 'hot-topic') => mongo.documents(topic, 'consumer')

const missing = mongoMissing()

describe.skipIf(missing !== null)(
  missing === null ? 'a MongoDB sink' : `a MongoDB sink is not tried: ${missing}`,
  () => {
    beforeAll(async () => {
      ;[kafka, mongo] = await Promise.all([startKafka(), startMongo()])
      user = await kafka.addUser({ role: 'admin', topic: 'hot-topic' })
      const [credential] = parseCredentials(mongo.paste('hot-topic')).credentials
      if (!credential || isKafkaCredential(credential)) throw new Error('The paste is not understood.')
      target = mongoTargetOf(credential, { mode: 'unrestricted' })
      await ensureTopic(user.target(), { topic: 'hot-topic', partitions: 3, replicationFactor: 1 })
      const spec = ProduceSpecSchema.parse({ kind: 'produce', topic: 'hot-topic', count: COUNT })
      expect((await run(spec as RunnableSpec)).result).toMatchObject({ done: COUNT, failed: 0 })
    }, BUILD_MS)

    afterAll(async () => {
      await mongo.stop()
      await kafka.stop()
    })

    it('stores what the test application’s consumer would, and counts what is there already', async () => {
      const before = Date.now() / 1000
      const first = await run(consume('relation-6-1'))
      expect(first).toMatchObject({
        error: null,
        result: { delivery: { read: COUNT, delivered: COUNT, redelivered: 0 } },
      })
      const documents = await stored()
      expect(documents).toHaveLength(COUNT)
      expect(new Set(documents.map(({ _id }) => String(_id))).size).toBe(COUNT)
      for (const document of documents.slice(0, 20)) {
        expect(Object.keys(document)).toEqual(
          expect.arrayContaining(['_id', 'timestamp', 'origin', 'content', 'destination', 'consumer_group']),
        )
        expect(document).toMatchObject({
          _id: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
          consumer_group: 'relation-6-',
          destination: expect.stringMatching(/^.+ \(.+\)$/) as unknown,
          content: expect.stringMatching(/^Message #\d+$/) as unknown,
        })
        expect(document['timestamp']).toBeGreaterThan(before - 1)
      }
      const again = await run(consume('relation-6-2'))
      expect(again.result.delivery).toMatchObject({
        read: COUNT,
        delivered: 0,
        redelivered: COUNT,
        pending: 0,
      })
      expect(await stored()).toHaveLength(COUNT)
    })

    it('stores each record once though MongoDB dies on the way, and counts what is no JSON object', async () => {
      await ensureTopic(user.target(), { topic: 'mixed', partitions: 1, replicationFactor: 1 })
      const records = Array.from({ length: COUNT }, (_, index) => ({
        key: null,
        value:
          index % 100 === 7 ? 'no JSON' : index % 100 === 8 ? null : `{"n":${index},"big":9007199254740993}`,
      }))
      await produceRecords(user.target(), { topic: 'mixed', records })
      const killed: Promise<void>[] = []
      const { result, error } = await run(consume('mixed', 'mixed'), {
        on: (update) => {
          if (update.type === 'note' && killed.length === 0)
            killed.push(mongo.kill().then(() => mongo.start()))
        },
      })
      await Promise.all(killed)
      expect(error).toBeNull()
      expect(result.delivery).toMatchObject({ read: COUNT, undecodable: 60, failed: 0, pending: 0 })
      const documents = await stored('mixed')
      expect(documents).toHaveLength(COUNT - 60)
      expect(documents[0]).toMatchObject({ _id: 'mixed-0-0', n: 0 })
      expect(String(documents[0]?.['big'])).toBe('9007199254740993')
    })

    it('refuses at once what MongoDB never takes, names it, and stores the rest', async () => {
      await ensureTopic(user.target(), { topic: 'odd', partitions: 1, replicationFactor: 1 })
      const odd = [
        // Some 22 MB as BSON, whose arrays name each place; compressed it is a small batch.
        `{"n":1,"a":[${'1,'.repeat(1_600_000)}1]}`,
        '{"n":2,"_bsontype":"ObjectId"}',
        '{"n":3,"a\\u0000b":1}',
        `{"n":4,"deep":${'['.repeat(500)}${']'.repeat(500)}}`,
        '{"n":5,"_id":[1]}',
      ]
      const fine = Array.from({ length: 40 }, (_, n) => `{"fine":${n}}`)
      const values = fine.flatMap((value, n) => (n % 8 === 4 ? [odd[(n - 4) / 8] ?? '', value] : [value]))
      const records = values.map((value) => ({ key: null, value }))
      await produceRecords(user.target(), { topic: 'odd', records, compression: 'gzip' })
      const warnings: string[] = []
      const startedAt = performance.now()
      const { result, error } = await run(consume('odd', 'odd'), {
        on: (update) => {
          if (update.type === 'warning') warnings.push(update.message)
        },
      })
      expect(error).toBeNull()
      expect(result.delivery).toMatchObject({ read: 45, delivered: 40, failed: 5, retries: 0, pending: 0 })
      expect(performance.now() - startedAt).toBeLessThan(30_000)
      const refused = warnings.filter((text) => text.includes('MongoDB refused it'))
      expect(refused).toHaveLength(5)
      expect(refused[0]).toBe(
        'Partition 0, offset 4: MongoDB refused it: it is larger than the 16 MB that MongoDB takes.',
      )
      expect(refused.join()).not.toContain('deep')
      expect((await stored('odd')).map(({ fine: n }) => Number(n)).sort((a, b) => a - b)).toEqual(
        fine.map((_, n) => n),
      )
    })

    it('fails before it reads with a password that is wrong, and where the egress policy forbids it', async () => {
      const [wrong] = parseCredentials(
        mongo.paste('x').replaceAll(mongo.password, 'wrong-password'),
      ).credentials
      if (!wrong || isKafkaCredential(wrong)) throw new Error('The paste is not understood.')
      const refused = await run(consume('wrong'), { mongo: mongoTargetOf(wrong, { mode: 'unrestricted' }) })
      expect(refused).toMatchObject({
        error: { code: 'unprocessable', message: 'MongoDB refuses the user or its password.' },
        result: { done: 0 },
      })
      const egress = { mode: 'open' as const, ownAddresses: [] }
      const blocked = await run(consume('blocked'), { mongo: { ...target, egress } })
      expect(blocked.error).toMatchObject({ code: 'blocked_by_policy' })
    })
  },
)
