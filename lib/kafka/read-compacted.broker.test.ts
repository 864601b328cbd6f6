import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { produceRecords } from './produce-records.ts'
import { closeReaders } from './read-records.ts'
import { collect, offsetsOf } from './testing/collect.ts'

/** An empty rest must not hold back the end of a scan. */
const END_LIMIT_MS = 2_000
const configs = {
  'cleanup.policy': 'compact',
  'segment.ms': '100',
  'min.cleanable.dirty.ratio': '0.01',
  'min.compaction.lag.ms': '0',
}

let kafka: KafkaCluster
let target: KafkaTarget

beforeAll(async () => {
  // A cleaner that looks often, so that compaction need not be waited for.
  kafka = await startKafka({ properties: { 'log.cleaner.backoff.ms': '50' } })
  target = (await kafka.addUser({ role: 'admin', topic: 'compacted' })).target('scram')
})

afterAll(async () => {
  await closeReaders()
  await kafka.stop()
})

const create = (topic: string) =>
  kafka.admin.createTopic({ name: topic, partitions: 1, replicationFactor: 1, configs })

async function produce(topic: string, records: readonly OutgoingRecord[]) {
  const outcome = await produceRecords(target, { topic, records })
  expect(outcome).toMatchObject({ acknowledged: records.length, failed: 0 })
}

/** The active segment is never compacted: a last record, written until an older segment has been. */
async function writeUntilCompacted(
  topic: string,
  key: string,
  left: () => Promise<number>,
  atMost: number,
): Promise<void> {
  const write = async () => {
    await produce(topic, [{ key, value: 'new' }])
    return left()
  }
  await expect.poll(write, { timeout: 30_000, interval: 200 }).toBeLessThanOrEqual(atMost)
}

/** The cleaner leaves a topic alone that only deletes; what else is not named here gets its default again. */
async function stopCompaction(topic: string): Promise<void> {
  const admin = new Kafka({ brokers: kafka.servers('internal'), logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  const configEntries = [{ name: 'cleanup.policy', value: 'delete' }]
  const resource = { type: ConfigResourceTypes.TOPIC, name: topic, configEntries }
  await admin.alterConfigs({ validateOnly: false, resources: [resource] })
  await admin.disconnect()
}

it('reads over the gaps of a compacted topic and ends', async () => {
  await create('gaps')
  const count = 300
  for (let round = 0; round < 3; round++) {
    await produce(
      'gaps',
      Array.from({ length: count }, (_, i) => ({ key: `k${i % 10}`, value: `${round}-${i}` })),
    )
  }
  const left = async () => (await collect(target, { topic: 'gaps' })).ended.read
  await writeUntilCompacted('gaps', 'last', left, count)
  await stopCompaction('gaps')
  // What the cleaner had begun it still finishes, so that two readings may see different logs once, and not for long.
  await vi.waitFor(
    async () => {
      const { records, ended } = await collect(target, { topic: 'gaps' })
      expect(ended.reason).toBe('reached-end')
      expect(new Set(records.map(({ key }) => JSON.stringify(key))).size).toBe(11)
      const newest = await collect(target, { topic: 'gaps', from: 'newest:8' })
      expect(newest.records).toHaveLength(8)
      expect(offsetsOf(newest.records)).toEqual(offsetsOf(records).slice(-8))
    },
    { timeout: 20_000, interval: 200 },
  )
})

it('reaches an end whose last offset was compacted away', async () => {
  await create('bare')
  await produce(
    'bare',
    Array.from({ length: 100 }, () => ({ key: 'same', value: 'old' })),
  )
  const before = { topic: 'bare', to: 'offset:100' }
  const left = async () => (await collect(target, before)).ended.read
  await writeUntilCompacted('bare', 'same', left, 0)
  const begin = performance.now()
  const { ended } = await collect(target, before)
  expect(ended).toMatchObject({ reason: 'reached-end', read: 0, skipped: 0 })
  expect(performance.now() - begin).toBeLessThan(END_LIMIT_MS)
})
