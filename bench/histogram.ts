import type { OutgoingRecord } from '#lib/kafka/outgoing-record.ts'
import { produceRecords } from '#lib/kafka/produce-records.ts'
import { topicHistogram } from '#lib/kafka/topic-histogram.ts'
import type { BenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import type { Finding } from './finding.ts'
import { median } from './median.ts'

const TARGET_MS = 300
const PARTITIONS = 12
const BUCKETS = 60
/** Spread over so much time, so that no bucket is empty and every edge has to be looked up. */
const SPAN_MS = 7 * 86_400_000
const VALUE = 'x'.repeat(200)

function* spread(count: number): Generator<OutgoingRecord> {
  const first = Date.now() - SPAN_MS
  for (let i = 0; i < count; i++) {
    const timestamp = first + Math.floor((i * SPAN_MS) / count)
    yield { key: null, value: VALUE, partition: i % PARTITIONS, timestamp }
  }
}

/** benchHistogram draws a topic whose records lie evenly over a week: the most look-ups that a histogram can need. */
export async function benchHistogram(
  kafka: BenchKafka,
  { records, rounds, log }: BenchOptions,
): Promise<Finding[]> {
  const topic = await kafka.newTopic('over-time', PARTITIONS)
  const outcome = await produceRecords(kafka.target, { topic, records: spread(records) })
  if (outcome.error) throw outcome.error
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now()
    const { partitions } = await topicHistogram(kafka.target, { topic, buckets: BUCKETS })
    times.push(performance.now() - begin)
    const counted = partitions.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0)
    if (counted !== records) throw new Error(`The histogram has ${counted} records instead of ${records}.`)
  }
  log(`histogram: ${times.map((ms) => ms.toFixed(0)).join(' ')} ms, the first with its connection`)
  const ours = median(times)
  return [
    {
      what: `histogram of ${records.toLocaleString('en')} records, ${BUCKETS} buckets × ${PARTITIONS} partitions`,
      ours,
      reference: null,
      unit: 'ms',
      figure: ours,
      target: { atMost: TARGET_MS },
      rounds,
    },
  ]
}
