import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { closeReaders, type ReadOptions } from './read-records.ts'
import { collect, offsetsOf } from './testing/collect.ts'
import { type ModelRecord, modelRead } from './testing/model-read.ts'
import { writeRandomTopic } from './testing/random-topic.ts'

const TOPICS = 4
const QUERIES = 150
const PARTITIONS = 3

let kafka: KafkaCluster
let target: KafkaTarget
const logs = new Map<string, readonly ModelRecord[][]>()

beforeAll(async () => {
  kafka = await startKafka()
  target = (await kafka.addUser({ role: 'admin', topic: 'any' })).target('scram')
  for (let seed = 1; seed <= TOPICS; seed++) {
    const topic = `truth-${seed}`
    await kafka.admin.createTopic({ name: topic, partitions: PARTITIONS, replicationFactor: 1 })
    logs.set(topic, await writeRandomTopic({ kafka, target, topic, partitions: PARTITIONS, seed }))
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
  expect(new Set(places.map(({ kind }) => kind))).toEqual(new Set(['record', 'aborted', 'marker']))
  expect(places.some(({ deleted }) => deleted)).toBe(true)
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
