import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { produceRecords } from './produce-records.ts'
import { closeReaders, readRecords } from './read-records.ts'
import { collect, offsetsOf, readingDefaults, recordsIn } from './testing/collect.ts'

/** Longer than a reading waits silently, shorter than it waits at all. */
const DOWN_MS = 2_000

let kafka: KafkaCluster
let user: AddedUser

beforeAll(async () => {
  kafka = await startKafka({ brokers: 3 })
  user = await kafka.addUser({ role: 'admin', topic: 'any' })
})

afterAll(async () => {
  await closeReaders()
  await kafka.stop()
})

async function produce(topic: string, count: number, partitions: number, value = 'v'): Promise<void> {
  const records = Array.from({ length: count }, (_, i) => ({
    key: null,
    value: `${value}${i}`,
    partition: i % partitions,
  }))
  const outcome = await produceRecords(user.target('scram'), { topic, records })
  expect(outcome).toMatchObject({ acknowledged: count, failed: 0 })
}

/** Reads to the end of what is there; `midway` is done after the first records came, before the next are taken. */
async function scan(topic: string, midway: () => Promise<void>): Promise<{ seen: string[]; read: number }> {
  const seen: string[] = []
  let read = 0
  let begun = false
  for await (const event of readRecords(user.target('scram'), { ...readingDefaults, topic })) {
    if (event.type === 'ended') read = event.read
    if (event.type !== 'records') continue
    seen.push(...offsetsOf(recordsIn(event)))
    if (!begun) await midway()
    begun = true
  }
  return { seen, read }
}

async function leaderOf(topic: string, partition: number): Promise<number> {
  const { partitions } = await kafka.admin.describeTopic(topic)
  return partitions.find((known) => known.partition === partition)?.leader ?? -1
}

it('follows a topic over the death of a leader: every record, each once', async () => {
  await kafka.admin.createTopic({ name: 'followed', partitions: 3, replicationFactor: 3 })
  await produce('followed', 300, 3)
  const stop = new AbortController()
  const seen: string[] = []
  let killed = 0
  const events = readRecords(user.target('scram'), {
    ...readingDefaults,
    topic: 'followed',
    to: 'live',
    signal: stop.signal,
  })
  for await (const event of events) {
    if (event.type !== 'records') continue
    seen.push(...offsetsOf(recordsIn(event)))
    if (seen.length === 300) {
      killed = await leaderOf('followed', 0)
      await kafka.kill(killed)
      await produce('followed', 300, 3)
    }
    if (seen.length >= 600) stop.abort()
  }
  expect(seen).toHaveLength(600)
  expect(new Set(seen).size).toBe(600)
  await kafka.restart(killed)
})

it('reads what has a leader, tells of what has none, and fails rather than call that the end', async () => {
  await kafka.admin.createTopic({ name: 'single', partitions: 3, replicationFactor: 1 })
  await produce('single', 30, 3)
  const lost = await leaderOf('single', 0)
  await kafka.kill(lost)
  await expect.poll(() => leaderOf('single', 0), { timeout: 30_000 }).toBe(-1)
  const troubles: unknown[] = []
  const partitions = new Set<number>()
  const reading = async (): Promise<void> => {
    for await (const event of readRecords(user.target('scram'), { ...readingDefaults, topic: 'single' })) {
      if (event.type === 'partition-error') troubles.push([event.partition, event.code])
      if (event.type === 'records') for (const { partition } of recordsIn(event)) partitions.add(partition)
    }
  }
  await expect(reading()).rejects.toMatchObject({ code: 'broker_no_leader' })
  expect(troubles).toContainEqual([0, 'broker_no_leader'])
  expect(partitions.has(0)).toBe(false)
  expect(partitions.size).toBeGreaterThan(0)
  await kafka.restart(lost)
  await expect
    .poll(async () => (await collect(user.target('scram'), { topic: 'single' })).ended.read, {
      timeout: 30_000,
    })
    .toBe(30)
})

describe('a scan that is under way', () => {
  const COUNT = 40_000
  /** More in each partition than is fetched ahead, so that the rest is asked for after what happens midway. */
  const value = 'x'.repeat(2_000)
  const whole = (value: number) => ({ length: value, distinct: value })
  const facts = (seen: readonly string[]) => ({ length: seen.length, distinct: new Set(seen).size })

  it('goes on at another broker when a leader moves there', async () => {
    await kafka.admin.createTopic({ name: 'moved', partitions: 2, replicationFactor: 1 })
    await produce('moved', COUNT, 2, value)
    const from = await leaderOf('moved', 0)
    const to = (from % 3) + 1
    const { seen, read } = await scan('moved', async () => {
      const admin = new Kafka({ brokers: kafka.servers('internal'), logLevel: logLevel.NOTHING }).admin()
      await admin.connect()
      const partitionAssignment = [{ partition: 0, replicas: [to] }]
      await admin.alterPartitionReassignments({ topics: [{ topic: 'moved', partitionAssignment }] })
      await admin.disconnect()
      await expect.poll(() => leaderOf('moved', 0), { timeout: 30_000 }).toBe(to)
    })
    expect([facts(seen), read]).toEqual([whole(COUNT), COUNT])
  })

  it('waits for a broker that was killed and comes back', async () => {
    await kafka.admin.createTopic({ name: 'back', partitions: 2, replicationFactor: 1 })
    await produce('back', COUNT, 2, value)
    const lost = await leaderOf('back', 0)
    let killedAt = 0
    const { seen, read } = await scan('back', async () => {
      await kafka.kill(lost)
      killedAt = performance.now()
      setTimeout(() => void kafka.restart(lost), DOWN_MS)
    })
    expect(performance.now() - killedAt).toBeGreaterThan(DOWN_MS)
    expect([facts(seen), read]).toEqual([whole(COUNT), COUNT])
  })
})
