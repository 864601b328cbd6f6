import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { GroupConsumption } from '../consume-group.ts'
import { ensureTopic } from '../ensure-topic.ts'
import type { KafkaTarget } from '../kafka-target.ts'
import { produceRecords } from '../produce-records.ts'

export const TOPIC = 'grouped'
export const PARTITIONS = 3
/** In each partition; written at 1,000 ms, 2,000 ms, … */
export const EACH = 100

/** GroupWorld is a topic of records, and who may consume it in groups. */
export interface GroupWorld {
  readonly kafka: KafkaCluster
  readonly user: AddedUser
  readonly target: KafkaTarget
  readonly admin: KafkaTarget
  /** A group's id under the user's prefix. */
  readonly id: (name: string) => string
  /** Consumes so many records in a group, commits and leaves. */
  readonly consume: (group: string, limit: number) => Promise<void>
}

/** openGroupWorld starts a Kafka with one topic, a related user and an admin. */
export async function openGroupWorld(): Promise<GroupWorld> {
  const kafka = await startKafka()
  const user = await kafka.addUser({ role: 'producer,consumer', topic: TOPIC })
  const target = user.target()
  const admin = (await kafka.addUser({ role: 'admin', topic: TOPIC })).target()
  await ensureTopic(target, { topic: TOPIC, partitions: PARTITIONS, replicationFactor: 1 })
  await produceRecords(target, { topic: TOPIC, records: records() })
  const consume = async (groupId: string, limit: number): Promise<void> => {
    const consumption = new GroupConsumption(target, { topic: TOPIC, groupId, from: 'earliest', limit })
    for await (const event of consumption.events()) if (event.type === 'ended') return
  }
  return { kafka, user, target, admin, consume, id: (name) => `${user.consumerGroupPrefix}${name}` }
}

function* records() {
  for (let partition = 0; partition < PARTITIONS; partition++)
    for (let n = 0; n < EACH; n++)
      yield { key: null, value: `record ${n}`, partition, timestamp: (n + 1) * 1_000 }
}
