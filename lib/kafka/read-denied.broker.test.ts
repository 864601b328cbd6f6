import { afterAll, beforeAll, expect, it } from 'vitest'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { produceRecords } from './produce-records.ts'
import { closeReaders, readRecords } from './read-records.ts'

let kafka: KafkaCluster
let writer: KafkaTarget

beforeAll(async () => {
  kafka = await startKafka()
  const user = await kafka.addUser({ role: 'producer', topic: 'written-*' })
  writer = user.target('scram')
})

afterAll(async () => {
  await closeReaders()
  await kafka.stop()
})

async function readAll(topic: string, from: string, to: string): Promise<string[]> {
  const seen: string[] = []
  const events = readRecords(writer, { topic, from, to, isolation: 'committed', maxValueBytes: 1_000 })
  for await (const { type } of events) seen.push(type)
  return seen
}

// One partition is the case in which no other one's failure carries the news.
it.each([1, 2])('who may not read is told so, also on a topic with %i partition(s)', async (partitions) => {
  const topic = `written-${partitions}`
  await kafka.admin.createTopic({ name: topic, partitions, replicationFactor: 1 })
  const { acknowledged } = await produceRecords(writer, {
    topic,
    records: [{ key: null, value: 'seen by others' }],
  })
  expect(acknowledged).toBe(1)
  for (const [from, to] of [
    ['earliest', 'latest'],
    ['newest:100', 'latest'],
    ['earliest', 'live'],
    ['newest:100', 'live'],
    ['latest', 'live'],
  ] as const) {
    await expect(readAll(topic, from, to), `${from} to ${to}`).rejects.toMatchObject({
      code: 'broker_topic_denied',
    })
  }
})
