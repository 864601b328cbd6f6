import { readRecords } from '#lib/kafka/read-records.ts'
import type { BenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import { contest } from './contest.ts'
import type { Finding } from './finding.ts'
import { openJavaTools, runJavaTool } from './java-tools.ts'
import { fillTopic } from './produce.ts'
import { VALUE_BYTES } from './sample-value.ts'

const TARGET_RATIO = 2
/** `1000000 records sent, 301204.8 records/sec (57.45 MB/sec), …`: the last such line is the whole run's. */
const SENT = /^(\d+) records sent, ([\d.]+) records\/sec/gm
/** How a sample record begins, in the text of a JSON line. */
const ID = /\{\\"id\\":(\d+),/g

/** benchProduceJava writes as many records with our pipeline and with Java's kafka-producer-perf-test at its defaults. */
export async function benchProduceJava(
  kafka: BenchKafka,
  { records, rounds, log }: BenchOptions,
): Promise<Finding[]> {
  log(
    `produce: ${records} records of ${VALUE_BYTES} bytes, against Java’s producer-perf-test at its defaults`,
  )
  const classPath = await openJavaTools(log)
  let turn = 0
  const medians = await contest({
    rounds,
    log,
    ours: async () => {
      const topic = await kafka.newTopic(`ours-java-${++turn}`)
      // Connecting counts, as it does in Java's figure.
      const began = performance.now()
      await fillTopic(kafka, topic, records)
      const seconds = (performance.now() - began) / 1000
      await proveOnce(kafka, topic, records)
      return records / seconds
    },
    reference: async () => {
      const topic = await kafka.newTopic(`java-${turn}`)
      return javaRate(kafka, { classPath, topic, records })
    },
  })
  return [
    {
      what: `produce ${records.toLocaleString('en')} × ${VALUE_BYTES} B, acks all, every record found once, against Java’s kafka-producer-perf-test at its defaults`,
      ...medians,
      unit: 'records/s',
      figure: medians.ours / medians.reference,
      target: { atLeast: TARGET_RATIO },
      rounds,
    },
  ]
}

async function javaRate(
  { login }: BenchKafka,
  { classPath, topic, records }: { classPath: string; topic: string; records: number },
): Promise<number> {
  const printed = await runJavaTool({
    ...{ classPath, login, main: 'org.apache.kafka.tools.ProducerPerformance' },
    args: (config) => [
      ...['--topic', topic, '--num-records', String(records), '--record-size', String(VALUE_BYTES)],
      ...['--throughput', '-1', '--producer.config', config],
    ],
  })
  const last = [...printed.matchAll(SENT)].at(-1)
  if (Number(last?.[1]) !== records) throw new Error(`Java’s producer sent something else:\n${printed}`)
  return Number(last?.[2])
}

/** proveOnce reads a topic of sample records and throws unless each one is there, once. */
async function proveOnce({ target }: BenchKafka, topic: string, records: number): Promise<void> {
  const found = new Uint8Array(records)
  let read = 0
  const options = {
    topic,
    from: 'earliest',
    to: 'latest',
    isolation: 'committed',
    maxValueBytes: VALUE_BYTES,
  } as const
  for await (const event of readRecords(target, options)) {
    if (event.type !== 'records') continue
    read += event.count
    for (const [, id] of Buffer.from(event.lines).toString().matchAll(ID)) found[Number(id)] = 1
  }
  const unique = found.reduce((sum, each) => sum + each, 0)
  if (read !== records || unique !== records)
    throw new Error(`Of ${records} acknowledged records ${unique} were found, in ${read} written.`)
}
