import fc from 'fast-check'
import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { ClusterLink } from './cluster-link.ts'
import { logEnds } from './group-offsets.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { produceRecords } from './produce-records.ts'
import { closeReaders, type ReadOptions } from './read-records.ts'
import { startPositions } from './start-positions.ts'
import { collect, offsetsOf } from './testing/collect.ts'
import { type ModelRecord, modelRead } from './testing/model-read.ts'
import { writeRandomTopic } from './testing/random-topic.ts'
import { compactedConfigs, eagerCleaner, stopCompaction } from './testing/stop-compaction.ts'

const TOPICS = 6
/** The last ones of them: a log with gaps. */
const COMPACTED = 2
const QUERIES = 250
const PARTITIONS = 3

let kafka: KafkaCluster
let target: KafkaTarget
const logs = new Map<string, readonly ModelRecord[][]>()

beforeAll(async () => {
  kafka = await startKafka({ properties: eagerCleaner })
  target = (await kafka.addUser({ role: 'admin', topic: 'any' })).target('scram')
  for (let seed = 1; seed <= TOPICS; seed++) {
    const topic = `truth-${seed}`
    const compacted = seed > TOPICS - COMPACTED
    const configs = compacted ? compactedConfigs : {}
    await kafka.admin.createTopic({ name: topic, partitions: PARTITIONS, replicationFactor: 1, configs })
    const parts = { kafka, target, topic, partitions: PARTITIONS, seed, compacted }
    logs.set(topic, await writeRandomTopic(parts))
  }
})

afterAll(async () => {
  await closeReaders()
  await kafka.stop()
})

const offset = fc.nat(60)
const start = fc.oneof(
  fc.constant('earliest'),
  fc.constant('latest'),
  offset.map((n) => `offset:${n}`),
  fc.integer({ min: 1, max: 120 }).map((n) => `newest:${n}`),
  fc.tuple(offset, offset).map(([a, b]) => `offsets:0=${a},2=${b}`),
  fc.nat(150).map((n) => `record:${n}`),
)
const end = fc.oneof(
  fc.constant('latest'),
  offset.map((n) => `offset:${n}`),
  fc.nat(150).map((n) => `record:${n}`),
)
const query = fc.record(
  {
    topic: fc.integer({ min: 1, max: TOPICS }).map((n) => `truth-${n}`),
    from: start,
    to: end,
    isolation: fc.constantFrom('committed' as const, 'uncommitted' as const),
    partitions: fc.uniqueArray(fc.nat(PARTITIONS - 1), { minLength: 1 }),
    filter: fc.record({
      text: fc.constantFrom('a', 'b7', '7', 'é', 'nowhere'),
      in: fc.uniqueArray(fc.constantFrom('key' as const, 'value' as const, 'headers' as const), {
        minLength: 1,
      }),
    }),
  },
  { requiredKeys: ['topic', 'from', 'to', 'isolation'] },
)

it('the topics hold every kind of place that a log can', () => {
  const places = [...logs.values()].flat(2)
  expect(new Set(places.map(({ kind }) => kind))).toEqual(
    new Set(['record', 'aborted', 'marker', 'compacted']),
  )
  expect(places.some(({ deleted }) => deleted)).toBe(true)
  const gaps = places.filter(({ kind, deleted }) => kind === 'compacted' && !deleted)
  expect(gaps.length).toBeGreaterThan(20)
  expect(places.some(({ key, value }) => key === null && value === '')).toBe(true)
})

it('what is read is what the log holds, and every record of it is counted once', async () => {
  await fc.assert(
    fc.asyncProperty(query, async ({ topic, ...asked }) => {
      const log = logs.get(topic) ?? []
      // A time that means something: that of the n-th record of all, or the millisecond after.
      const all = log.flat()
      const timed = (text: string): string => {
        const [kind, n] = text.split(':')
        if (kind !== 'record') return text
        return `time:${(all[Number(n) % all.length]?.timestamp ?? 0) + (Number(n) % 2)}`
      }
      const options: Omit<ReadOptions, 'topic' | 'maxValueBytes'> = {
        ...asked,
        from: timed(asked.from),
        to: timed(asked.to),
      }
      const { records, ended } = await collect(target, { topic, ...options })
      const model = modelRead(log, options)
      expect(offsetsOf(records)).toEqual(model.matched)
      expect(ended).toMatchObject({
        reason: 'reached-end',
        matched: model.matched.length,
        skipped: model.skipped,
        undecodable: 0,
        read: model.matched.length + model.rejected + model.skipped,
      })
    }),
    { numRuns: QUERIES },
  )
})

it('a time is found also where compaction emptied the segment that a broker looks into', async () => {
  const topic = 'emptied'
  await kafka.admin.createTopic({
    name: topic,
    partitions: 1,
    replicationFactor: 1,
    configs: compactedConfigs,
  })
  const at = Date.now() - 3_600_000
  // The marker, of now, begins a segment; of an aborted transaction's records compaction keeps nothing.
  const client = new Kafka({ brokers: kafka.servers('internal'), logLevel: logLevel.NOTHING })
  const producer = client.producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true })
  await producer.connect()
  const transaction = await producer.transaction()
  await transaction.send({ topic, messages: [{ key: 'k', value: 'v', timestamp: String(at) }] })
  await transaction.abort()
  await producer.disconnect()
  const records = [{ key: 'k', value: 'v', timestamp: at + 10_000 }]
  expect(await produceRecords(target, { topic, records })).toMatchObject({ failed: 0 })
  expect(await stopCompaction(kafka, { topic, partitions: 1 })).toEqual([new Set([1, 2])])
  const link = await ClusterLink.connect(target)
  try {
    const { signal } = new AbortController()
    const group = { committed: new Map(), begun: new Map(), addedFrom: 1, signal }
    for (const [time, offset, read] of [
      [at, 1n, ['0:2']],
      [at + 10_000, 1n, ['0:2']],
      [at + 7_200_000, null, []],
    ] as const) {
      const found = await collect(target, { topic, from: `time:${time}` })
      expect(offsetsOf(found.records)).toEqual(read)
      const ends = await logEnds(link, [{ topic, partition: 0 }], { time, signal })
      expect(ends.atTime.map((answer) => answer.offset)).toEqual([offset ?? -1n])
      const starts = await startPositions(link, { ...group, topic, partitions: [0], from: { time } })
      expect(starts).toEqual([{ partition: 0, offset: offset ?? 3n, fresh: true }])
    }
  } finally {
    link.close()
  }
})
