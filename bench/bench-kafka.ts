import type { KafkaTarget } from '#lib/kafka/kafka-target.ts'
import { egressAllow } from '#sandbox/sandbox-report.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import type { ReferenceLogin } from './reference-client.ts'

/** Enough for the fetches of both contestants to spread, few enough for one broker. */
export const PARTITIONS = 4
const TOPIC_PREFIX = 'bench-'

/** BenchKafka is a broker for one run of measurements, with one user who may read and write `bench-…`. */
export interface BenchKafka {
  readonly target: KafkaTarget
  readonly login: ReferenceLogin
  readonly paste: string
  /** What a server must be told to reach this broker. */
  readonly egressAllow: string
  /** A group id that the user may use, another one each time. */
  newGroup(): string
  /** Makes a topic, of PARTITIONS unless said, and gives its name. */
  newTopic(name: string, partitions?: number): Promise<string>
  stop(): Promise<void>
}

export async function startBenchKafka(log: (line: string) => void): Promise<BenchKafka> {
  const kafka = await startKafka({ log })
  try {
    const user = await kafka.addUser({ role: 'producer,consumer', topic: `${TOPIC_PREFIX}*` })
    const [bootstrapServer = ''] = kafka.servers('scram')
    let groups = 0
    return {
      target: user.target('scram'),
      login: { bootstrapServer, username: user.username, password: user.password },
      paste: user.paste({ kafka: 4, tls: false }),
      egressAllow: egressAllow(kafka),
      newGroup: () => `${user.consumerGroupPrefix ?? ''}bench-${++groups}`,
      newTopic: async (name, partitions = PARTITIONS) => {
        const topic = `${TOPIC_PREFIX}${name}`
        await kafka.admin.createTopic({ name: topic, partitions, replicationFactor: 1 })
        return topic
      },
      stop: () => kafka.stop(),
    }
  } catch (error) {
    await kafka.stop()
    throw error
  }
}
