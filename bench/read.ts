import type { KafkaTarget } from '#lib/kafka/kafka-target.ts'
import { readRecords } from '#lib/kafka/read-records.ts'
import type { BenchKafka } from './bench-kafka.ts'
import { PARTITIONS } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import { contest } from './contest.ts'
import type { Finding } from './finding.ts'
import { fillTopic } from './produce.ts'
import { referenceRead } from './reference-read.ts'
import { NEEDLE, NEEDLE_EVERY } from './sample-value.ts'

const TARGET_RATIO = 4
const MAX_VALUE_BYTES = 20 * 1024

export interface Scan {
  readonly rate: number
  readonly read: number
  readonly matched: number
}

/** scan reads a topic from its beginning to its end with a text filter; the clock includes the connection. */
export async function scan(target: KafkaTarget, topic: string, text: string): Promise<Scan> {
  const begin = performance.now()
  const events = readRecords(target, {
    topic,
    from: 'earliest',
    to: 'latest',
    isolation: 'committed',
    filter: { text, in: ['key', 'value'] },
    maxValueBytes: MAX_VALUE_BYTES,
  })
  for await (const event of events) {
    if (event.type !== 'ended') continue
    const seconds = (performance.now() - begin) / 1000
    return { rate: event.read / seconds, read: event.read, matched: event.matched }
  }
  throw new Error('The reading did not end.')
}

function expectCounts(who: string, matched: number, records: number): void {
  const wanted = Math.floor(records / NEEDLE_EVERY)
  if (matched !== wanted) throw new Error(`${who} found ${matched} records instead of ${wanted}.`)
}

/** benchRead scans the same topic with our group-less reader and with kafkajs' eachBatch. */
export async function benchRead(
  kafka: BenchKafka,
  { records, rounds, log }: BenchOptions,
): Promise<Finding[]> {
  const topic = await kafka.newTopic('scan')
  await fillTopic(kafka, topic, records)
  log(`read: ${records} records of 200 bytes, ${PARTITIONS} partitions, those with "${NEEDLE}"`)
  const medians = await contest({
    rounds,
    log,
    ours: async () => {
      const { rate, matched } = await scan(kafka.target, topic, NEEDLE)
      expectCounts('Keystream', matched, records)
      return rate
    },
    reference: async () => {
      const groupId = kafka.newGroup()
      const { rate, matched } = await referenceRead({
        login: kafka.login,
        topic,
        groupId,
        records,
        text: NEEDLE,
      })
      expectCounts('kafkajs', matched, records)
      return rate
    },
  })
  return [
    {
      what: `read ${records.toLocaleString('en')} × 200 B with a text filter, against kafkajs' eachBatch`,
      ...medians,
      unit: 'records/s',
      figure: medians.ours / medians.reference,
      target: { atLeast: TARGET_RATIO },
      rounds,
    },
  ]
}
