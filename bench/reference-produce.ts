import { type ReferenceLogin, referenceClient } from './reference-client.ts'

export interface ReferenceProduce {
  readonly login: ReferenceLogin
  readonly topic: string
  readonly partitions: number
  readonly records: number
  readonly value: (index: number) => string
}

/** The public producer's best settings as measured: more in one send grows quadratically, more in flight gives no more. */
const RECORDS_IN_A_SEND = 500
const SENDS_IN_FLIGHT = 5

/** referenceProduce writes records with kafkajs' public producer, acknowledged by all replicas. Gives records/s. */
export async function referenceProduce(options: ReferenceProduce): Promise<number> {
  const { login, topic, partitions, records, value } = options
  const producer = referenceClient(login).producer({ allowAutoTopicCreation: false })
  await producer.connect()
  try {
    const begin = performance.now()
    let next = 0
    let round = 0
    const sendOn = async (): Promise<void> => {
      while (next < records) {
        const first = next
        next = Math.min(records, first + RECORDS_IN_A_SEND)
        const partition = round++ % partitions
        const messages = Array.from({ length: next - first }, (_, i) => ({
          partition,
          value: value(first + i),
        }))
        await producer.send({ topic, acks: -1, messages })
      }
    }
    await Promise.all(Array.from({ length: SENDS_IN_FLIGHT }, sendOn))
    return records / ((performance.now() - begin) / 1000)
  } finally {
    await producer.disconnect()
  }
}
