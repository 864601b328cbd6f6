import type { OutgoingRecord } from '#lib/kafka/outgoing-record.ts'
import { produceRecords } from '#lib/kafka/produce-records.ts'
import type { BenchKafka } from './bench-kafka.ts'
import { PARTITIONS } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import { contest } from './contest.ts'
import type { Finding } from './finding.ts'
import { referenceProduce } from './reference-produce.ts'
import { sampleValue } from './sample-value.ts'

const TARGET_RATIO = 2.5

/** samples gives so many sample records, one after the other. */
export function* samples(records: number): Generator<OutgoingRecord> {
  for (let index = 0; index < records; index++) yield { key: null, value: sampleValue(index) }
}

/** fillTopic writes `records` sample records with our own pipeline and gives records/s. Throws when one is missing. */
export async function fillTopic(kafka: BenchKafka, topic: string, records: number): Promise<number> {
  const outcome = await produceRecords(kafka.target, { topic, records: samples(records) })
  if (outcome.acknowledged !== records) {
    throw new Error(`Only ${outcome.acknowledged} of ${records} records were acknowledged.`, {
      cause: outcome.error,
    })
  }
  return records / outcome.seconds
}

/** benchProduce writes the same records with our idempotent pipeline and with kafkajs' public producer. */
export async function benchProduce(
  kafka: BenchKafka,
  { records, rounds, log }: BenchOptions,
): Promise<Finding[]> {
  log(`produce: ${records} records of 200 bytes, ${PARTITIONS} partitions`)
  let turn = 0
  const medians = await contest({
    rounds,
    log,
    ours: async () => fillTopic(kafka, await kafka.newTopic(`ours-${++turn}`), records),
    reference: async () =>
      referenceProduce({
        login: kafka.login,
        topic: await kafka.newTopic(`reference-${turn}`),
        partitions: PARTITIONS,
        records,
        value: sampleValue,
      }),
  })
  return [
    {
      what: `produce ${records.toLocaleString('en')} × 200 B, idempotent, against kafkajs' public producer (500 a send, five in flight)`,
      ...medians,
      unit: 'records/s',
      figure: medians.ours / medians.reference,
      target: { atLeast: TARGET_RATIO },
      rounds,
    },
  ]
}
