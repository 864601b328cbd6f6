import { afterAll, beforeAll, expect, it } from 'vitest'
import type { JobUpdate, RunnableSpec } from '#lib/kafka/job-update.ts'
import { runJob } from '#lib/kafka/run-job.ts'
import type { KafkaCluster } from './kafka-cluster.ts'
import { startKafka } from './start-kafka.ts'
import { countPlaces } from './testing/count-places.ts'

const RECORDS = 20_000
/** Some seconds in all, so that the kill falls in the middle. */
const RECORDS_PER_SECOND = 4_000
const TEST_LIMIT_MS = 4 * 60_000
const IN_SYNC_LIMIT_MS = 90_000
const TOPIC = 'orders'

let kafka: KafkaCluster

beforeAll(async () => {
  kafka = await startKafka({ brokers: 3 })
  await kafka.admin.createTopic({ name: TOPIC, partitions: 6, replicationFactor: 3 })
})

afterAll(() => kafka.stop())

async function everyReplicaIsInSync(): Promise<boolean> {
  const { partitions } = await kafka.admin.describeTopic(TOPIC)
  return partitions.every(({ inSyncReplicas }) => inSyncReplicas.length === 3)
}

it.each([1, 2])(
  'a round trip tells lost from doubled while broker %i of three is killed half way',
  {
    timeout: TEST_LIMIT_MS,
  },
  async (node) => {
    const user = await kafka.addUser({ role: 'producer,consumer', topic: TOPIC })
    const groupId = `${user.consumerGroupPrefix}killed-${node}`
    let killing: Promise<unknown> | undefined
    let last: JobUpdate | undefined
    const spec: RunnableSpec = {
      kind: 'round-trip',
      ...{ topic: TOPIC, groupId, count: RECORDS, rate: RECORDS_PER_SECOND },
      ...{ valueBytes: 200, keys: 100, compression: 'none', timeoutSeconds: 60 },
    }
    for await (const update of runJob(user.target('scramTls'), spec, {
      signal: new AbortController().signal,
    })) {
      last = update
      if (update.type === 'progress' && update.progress.done > RECORDS / 2) killing ??= kafka.kill(node)
    }
    await killing
    if (last?.type !== 'ended') throw new Error('The job ended without a word.')
    const report = last.result.roundTrip
    expect(report, JSON.stringify(last.error)).toMatchObject({
      ...{ sent: RECORDS, acknowledged: RECORDS, lost: 0, unknown: 0, missed: 0 },
      ...{ unacknowledgedFound: 0, reordered: 0 },
    })
    // Another client's count of what stands in the topic, place by place.
    await kafka.restart(node)
    await expect.poll(everyReplicaIsInSync, { timeout: IN_SYNC_LIMIT_MS, interval: 250 }).toBe(true)
    const { distinct, places } = await countPlaces(kafka, { topic: TOPIC, runId: report?.runId ?? '' })
    expect({ distinct, doubled: places - distinct }).toEqual({
      distinct: RECORDS,
      doubled: report?.writtenTwice,
    })
    expect(last.error === null).toBe(report?.writtenTwice === 0 && report.deliveredAgain === 0)
  },
)
