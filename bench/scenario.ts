import { setTimeout as wait } from 'node:timers/promises'
import { GroupConsumption } from '#lib/kafka/consume-group.ts'
import { runJob } from '#lib/kafka/run-job.ts'
import type { BenchKafka } from './bench-kafka.ts'
import type { BenchOptions } from './bench-options.ts'
import type { Finding } from './finding.ts'
import { referenceClient } from './reference-client.ts'

const RECORDS = 1_000
const TARGET_RATIO = 500
/** The test application's own loop: one record, acknowledged, then half a second of sleep. */
const PAUSE_MS = 500
const TIMED_RECORDS = 20
const MAX_VALUE_BYTES = 1_000
const IDLE_MS = 10_000

/**
 * benchScenario does what the charm's test application does: produces its JSON, consumes it in a group, and finds every
 * `_id` once. Its own loop, which would take minutes, is timed over twenty records.
 */
export async function benchScenario(kafka: BenchKafka, { rounds, log }: BenchOptions): Promise<Finding[]> {
  const rates: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const rate = await ourRate(kafka, await kafka.newTopic(`scenario-${round}`))
    log(`scenario ${round === 0 ? 'to warm up' : round}: ${Math.round(rate)} records/s`)
    if (round > 0) rates.push(rate)
  }
  const ours = rates.toSorted((a, b) => a - b)[Math.floor(rates.length / 2)] ?? 0
  const reference = await loopRate(kafka, await kafka.newTopic('scenario-loop'))
  return [
    {
      what: `the test application’s scenario, ${RECORDS.toLocaleString('en')} records produced, consumed in a group and compared, against its own loop (timed over ${TIMED_RECORDS})`,
      ours,
      reference,
      unit: 'records/s',
      figure: ours / reference,
      target: { atLeast: TARGET_RATIO },
      rounds,
    },
  ]
}

async function ourRate(kafka: BenchKafka, topic: string): Promise<number> {
  const began = performance.now()
  const spec = {
    kind: 'produce',
    topic,
    count: RECORDS,
    value: { type: 'test-app' },
    compression: 'none',
  } as const
  for await (const update of runJob(kafka.target, spec, { signal: new AbortController().signal })) {
    if (update.type === 'ended' && update.result.done !== RECORDS)
      throw new Error(`Only ${update.result.done} records were acknowledged.`)
  }
  const ids = new Set<string>()
  const consumption = new GroupConsumption(kafka.target, {
    topic,
    groupId: kafka.newGroup(),
    from: 'earliest',
    limit: RECORDS,
    idleMs: IDLE_MS,
    maxValueBytes: MAX_VALUE_BYTES,
  })
  for await (const event of consumption.events()) {
    if (event.type !== 'records') continue
    for (const line of Buffer.from(event.lines).toString().trimEnd().split('\n')) {
      const { value } = JSON.parse(line) as { value: { text: string } }
      ids.add((JSON.parse(value.text) as { _id: string })._id)
    }
  }
  const seconds = (performance.now() - began) / 1000
  if (ids.size !== RECORDS) throw new Error(`${ids.size} different records were consumed.`)
  return RECORDS / seconds
}

async function loopRate({ login }: BenchKafka, topic: string): Promise<number> {
  const producer = referenceClient(login).producer({ allowAutoTopicCreation: false })
  await producer.connect()
  try {
    const began = performance.now()
    for (let index = 0; index < TIMED_RECORDS; index++) {
      const value = JSON.stringify({ timestamp: Date.now() / 1000, content: `Message #${index}` })
      await producer.send({ topic, acks: -1, messages: [{ partition: 0, value }] })
      await wait(PAUSE_MS)
    }
    return TIMED_RECORDS / ((performance.now() - began) / 1000)
  } finally {
    await producer.disconnect()
  }
}
