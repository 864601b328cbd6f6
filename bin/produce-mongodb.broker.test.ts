import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { mongoMissing } from '#sandbox/mongo-runtime.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { type SandboxMongo, startMongo } from '#sandbox/start-mongo.ts'
import { jsonLines, runKeystream } from './testing/run-keystream.ts'

/** FerretDB is built once on a machine, which takes minutes. */
const BUILD_MS = 600_000
const TOPIC = 'shop'
const COUNT = 40

let kafka: KafkaCluster
let mongo: SandboxMongo
let folder: string
let mongoFile: string
let paste: string

const missing = mongoMissing()

describe.skipIf(missing !== null)(
  missing === null ? 'produce with MongoDB' : `produce with MongoDB is not tried: ${missing}`,
  () => {
    beforeAll(async () => {
      ;[kafka, mongo] = await Promise.all([startKafka(), startMongo()])
      folder = await mkdtemp(path.join(tmpdir(), 'keystream-mongodb-'))
      mongoFile = path.join(folder, 'mongo.txt')
      await writeFile(mongoFile, mongo.paste(TOPIC))
      const user = await kafka.addUser({ role: 'producer,consumer', topic: TOPIC })
      await kafka.admin.createTopic({ name: TOPIC, partitions: 1, replicationFactor: 1 })
      paste = user.paste({ kafka: 4, tls: false })
    }, BUILD_MS)

    afterAll(async () => {
      await mongo.stop()
      await kafka.stop()
      await rm(folder, { recursive: true, force: true })
    })

    const produce = (...args: string[]) => runKeystream(['produce', ...args], paste)

    it('stores what it produces, writes it again from there, and goes on after an _id', async () => {
      const first = await produce('--json', '-n', String(COUNT), '--mongo-credentials', mongoFile)
      expect(first.code, first.stderr).toBe(0)
      expect(JSON.parse(first.stdout)).toMatchObject({
        acknowledged: COUNT,
        stored: { read: COUNT, delivered: COUNT, redelivered: 0 },
      })
      const ids = (await mongo.documents(TOPIC, 'producer')).map(({ _id }) => String(_id)).sort()
      expect(ids).toHaveLength(COUNT)

      const all = await produce('--json', '--from-mongodb', mongoFile, '--key-field', '_id')
      expect(all.code, all.stderr).toBe(0)
      expect(JSON.parse(all.stdout)).toMatchObject({
        acknowledged: COUNT,
        source: { after: JSON.stringify(ids.at(-1)), ahead: 0 },
      })
      const after = JSON.stringify(ids[COUNT - 4])
      const rest = await produce(
        '--from-mongodb',
        mongoFile,
        '--after',
        after,
        '-n',
        '2',
        '--key-field',
        '_id',
      )
      expect(rest.code, rest.stderr).toBe(0)
      expect(rest.stdout).toContain(`all up to _id  ${JSON.stringify(ids[COUNT - 2])}`)

      const read = await runKeystream(['read', '--json', '--from', `offset:${COUNT}`], paste)
      const keys = jsonLines(read.stdout).map(({ key }) => (key as { text: string }).text)
      expect(keys).toEqual([...ids, ...ids.slice(COUNT - 3, COUNT - 1)])
    })

    it('says what is wrong in words of ours, and never the password', async () => {
      const wrongFile = path.join(folder, 'wrong.txt')
      await writeFile(wrongFile, mongo.paste(TOPIC).replaceAll(mongo.password, 'another-password'))
      for (const option of ['--from-mongodb', '--mongo-credentials']) {
        const wrong = await produce(option, wrongFile)
        expect(wrong.code).toBe(1)
        expect(wrong.stderr).toContain('MongoDB refuses the user or its password.')
        expect(wrong.stdout + wrong.stderr).not.toContain('another-password')
      }
      const lone = await produce('--mongo-collection', 'orders')
      expect([lone.code, lone.stderr]).toEqual([
        2,
        expect.stringContaining('--mongo-collection needs --from-mongodb.') as string,
      ])
      const both = await produce('--from-mongodb', mongoFile, '--template', 'x')
      expect(both.code).toBe(2)
    })
  },
)
