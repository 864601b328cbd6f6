import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ClusterLink } from '#lib/kafka/cluster-link.ts'
import { translateError } from '#lib/kafka/kafka-error.ts'
import type { OutgoingRecord } from '#lib/kafka/outgoing-record.ts'
import { type ProduceProgressSource, produceRecords } from '#lib/kafka/produce-records.ts'
import type { KafkaCluster } from './kafka-cluster.ts'
import { startKafka } from './start-kafka.ts'

const KILLS = 5
/** Enough that every kill finds batches under way, little enough to be read back at once. */
const RECORDS_PER_SECOND = 4_000
/** A killed broker is noticed after 6 s and restarts in seven; a loaded machine takes three times as long. */
const STEP_LIMIT_MS = 90_000
const TEST_LIMIT_MS = 8 * 60_000
const TOPIC = 'orders'

let kafka: KafkaCluster

beforeAll(async () => {
  kafka = await startKafka({ brokers: 3 })
  await kafka.admin.createTopic({ name: TOPIC, partitions: 6, replicationFactor: 3 })
})

afterAll(() => kafka.stop())

/** Reads everything with another client than the one under test, and counts how often each record is there. */
async function countRecords(wanted: number): Promise<Map<number, number>> {
  const times = new Map<number, number>()
  const client = new Kafka({ brokers: kafka.servers('internal'), logLevel: logLevel.NOTHING })
  const consumer = client.consumer({ groupId: 'count' })
  await consumer.connect()
  try {
    await consumer.subscribe({ topic: TOPIC, fromBeginning: true })
    const done = Promise.withResolvers<undefined>()
    let read = 0
    await consumer.run({
      eachBatchAutoResolve: true,
      eachBatch: ({ batch }) => {
        for (const { key } of batch.messages) {
          const id = Number(key?.toString())
          times.set(id, (times.get(id) ?? 0) + 1)
        }
        read += batch.messages.length
        if (read >= wanted) done.resolve(undefined)
        return Promise.resolve()
      },
    })
    await done.promise
  } finally {
    await consumer.disconnect()
  }
  return times
}

async function countOffsets(): Promise<number> {
  const user = await kafka.addUser({ role: 'consumer', topic: TOPIC })
  const link = await ClusterLink.connect(user.target())
  try {
    const partitions = [0, 1, 2, 3, 4, 5]
    const ask = (timestamp: bigint) =>
      link.listOffsets(partitions.map((partition) => ({ topic: TOPIC, partition, timestamp })))
    const [ends, begins] = [await ask(-1n), await ask(-2n)]
    expect([...ends, ...begins].map(({ errorCode }) => errorCode)).toEqual(Array(12).fill(0))
    const sum = (offsets: typeof ends) => offsets.reduce((total, { offset }) => total + Number(offset), 0)
    return sum(ends) - sum(begins)
  } finally {
    link.close()
  }
}

async function everyReplicaIsInSync(): Promise<boolean> {
  const { partitions } = await kafka.admin.describeTopic(TOPIC)
  return partitions.every(({ inSyncReplicas }) => inSyncReplicas.length === 3)
}

it('loses and doubles nothing while one broker of three is killed five times', {
  timeout: TEST_LIMIT_MS,
}, async () => {
  const user = await kafka.addUser({ role: 'producer', topic: TOPIC })
  let running = true
  let made = 0
  function* records(): Generator<OutgoingRecord> {
    while (running) {
      const id = made++
      yield { key: Buffer.from(String(id)), value: Buffer.alloc(200, 'x'), headers: [] }
    }
  }
  const started = Promise.withResolvers<ProduceProgressSource>()
  const producing = produceRecords(user.target('scramTls'), {
    topic: TOPIC,
    records: records(),
    rate: RECORDS_PER_SECOND,
    onStart: started.resolve,
  })
  producing.catch(started.reject)
  const progress = await started.promise
  const acknowledgedSince = (before: number) => () => progress.snapshot().acknowledged - before
  for (let i = 0; i < KILLS; i++) {
    const node = (i % 3) + 1
    const before = progress.snapshot().acknowledged
    await expect.poll(acknowledgedSince(before), { timeout: STEP_LIMIT_MS }).toBeGreaterThan(1_000)
    await kafka.kill(node)
    // What is acknowledged from here on was taken by the two that live.
    const after = progress.snapshot().acknowledged
    await expect.poll(acknowledgedSince(after), { timeout: STEP_LIMIT_MS }).toBeGreaterThan(4_000)
    await kafka.restart(node)
    await expect.poll(everyReplicaIsInSync, { timeout: STEP_LIMIT_MS, interval: 250 }).toBe(true)
  }
  running = false
  const outcome = await producing
  expect({ ...outcome, error: outcome.error && translateError(outcome.error).message }).toMatchObject({
    acknowledged: made,
    failed: 0,
    taken: made,
    stopReason: 'count',
    error: null,
  })
  expect(made).toBeGreaterThan(KILLS * 5_000)
  expect(await countOffsets()).toBe(made)
  const times = await countRecords(made)
  expect(times.size).toBe(made)
  expect([...times.values()].every((count) => count === 1)).toBe(true)
})
