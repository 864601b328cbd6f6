import { Kafka, logLevel } from 'kafkajs'
import type { KafkaCluster } from '../kafka-cluster.ts'

/**
 * countPlaces reads a topic to its end with another client than the one under test, and counts the records of one round
 * trip: how many places they stand in, and how many distinct ones there are.
 */
export async function countPlaces(
  kafka: KafkaCluster,
  { topic, runId }: { readonly topic: string; readonly runId: string },
): Promise<{ readonly places: number; readonly distinct: number }> {
  const client = new Kafka({ brokers: kafka.servers('internal'), logLevel: logLevel.NOTHING })
  const admin = client.admin()
  await admin.connect()
  const ends = new Map(
    (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => [
      partition,
      { left: Number(high) > Number(low), high: Number(high) },
    ]),
  )
  await admin.disconnect()
  const consumer = client.consumer({ groupId: `count-${runId}` })
  await consumer.connect()
  let places = 0
  const sequences = new Set<number>()
  try {
    await consumer.subscribe({ topic, fromBeginning: true })
    const done = Promise.withResolvers<undefined>()
    const check = (): void => {
      if ([...ends.values()].every(({ left }) => !left)) done.resolve(undefined)
    }
    await consumer.run({
      eachBatchAutoResolve: true,
      eachBatch: ({ batch }) => {
        for (const { value } of batch.messages) {
          const text = value?.toString() ?? ''
          if (!text.includes(runId)) continue
          const record = JSON.parse(text) as { sequence: number }
          places++
          sequences.add(record.sequence)
        }
        const end = ends.get(batch.partition)
        if (end && Number(batch.lastOffset()) + 1 >= end.high) end.left = false
        check()
        return Promise.resolve()
      },
    })
    check()
    await done.promise
  } finally {
    await consumer.disconnect()
  }
  return { places, distinct: sequences.size }
}
