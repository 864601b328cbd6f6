import { GroupConsumption } from '#lib/kafka/consume-group.ts'
import type { BenchKafka } from './bench-kafka.ts'
import { PARTITIONS } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import { contest } from './contest.ts'
import type { Finding } from './finding.ts'
import { openJavaTools, runJavaTool } from './java-tools.ts'
import { fillTopic } from './produce.ts'
import { VALUE_BYTES } from './sample-value.ts'

const TARGET_RATIO = 1
const TIMEOUT_MS = 60_000
/** Where the records and the rate without the join stand in the tool's line of figures. */
const COUNT_AT = 4
const FETCH_RATE_AT = 9

/**
 * benchGroupConsume consumes the same topic in a new group with ours and with Java's kafka-consumer-perf-test. Both
 * clocks begin once the group is joined.
 */
export async function benchGroupConsume(
  kafka: BenchKafka,
  { records, rounds, log }: BenchOptions,
): Promise<Finding[]> {
  const topic = await kafka.newTopic('group')
  await fillTopic(kafka, topic, records)
  const classPath = await openJavaTools(log)
  log(`group consume: ${records} records of ${VALUE_BYTES} bytes, ${PARTITIONS} partitions, after the join`)
  const medians = await contest({
    rounds,
    log,
    ours: () => ourRate(kafka, topic, records),
    reference: () => javaRate(kafka, { classPath, topic, records }),
  })
  return [
    {
      what: `group consume ${records.toLocaleString('en')} × ${VALUE_BYTES} B after the join, committed, against Java’s kafka-consumer-perf-test after its join`,
      ...medians,
      unit: 'records/s',
      figure: medians.ours / medians.reference,
      target: { atLeast: TARGET_RATIO },
      rounds,
    },
  ]
}

async function ourRate(kafka: BenchKafka, topic: string, records: number): Promise<number> {
  let joinedAt = 0
  const consumption = new GroupConsumption(kafka.target, {
    ...{ topic, groupId: kafka.newGroup(), from: 'earliest', limit: records },
    onAssigned: () => {
      joinedAt = performance.now()
    },
  })
  for await (const event of consumption.events())
    if (event.type === 'ended') {
      if (consumption.tally.consumed !== records)
        throw new Error(`Keystream consumed ${consumption.tally.consumed} of ${records} records.`)
      return (records * 1000) / (performance.now() - joinedAt)
    }
  throw new Error('The consumption did not end.')
}

async function javaRate(
  kafka: BenchKafka,
  { classPath, topic, records }: { classPath: string; topic: string; records: number },
): Promise<number> {
  const { login } = kafka
  const printed = await runJavaTool({
    ...{ classPath, login, main: 'org.apache.kafka.tools.ConsumerPerformance' },
    args: (config) => [
      ...['--bootstrap-server', login.bootstrapServer, '--topic', topic, '--group', kafka.newGroup()],
      ...['--messages', String(records), '--timeout', String(TIMEOUT_MS), '--consumer.config', config],
      '--hide-header',
    ],
  })
  const figures = printed.trim().split('\n').at(-1)?.split(', ') ?? []
  // It counts whole polls, so that it may read a few more.
  if (!(Number(figures[COUNT_AT]) >= records))
    throw new Error(`Java’s consumer read something else:\n${printed}`)
  return Number(figures[FETCH_RATE_AT])
}
