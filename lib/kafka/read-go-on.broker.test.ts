import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FilterSpec } from '#lib/shared/filter.ts'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { produceRecords } from './produce-records.ts'
import { closeReaders, type ReadOptions } from './read-records.ts'
import { collect, offsetsOf } from './testing/collect.ts'

/** Enough for two threads to have a share. */
const MANY = 600_000
const PARTITIONS = 3
const HIT_EVERY = 500
const topic = 'long'
const MAX_ROUNDS = 100

let kafka: KafkaCluster
let target: KafkaTarget

function* many(): Generator<OutgoingRecord> {
  for (let index = 0; index < MANY; index++) {
    yield { key: null, value: index % HIT_EVERY === 0 ? `hit ${index}` : 'no', partition: index % PARTITIONS }
  }
}

beforeAll(async () => {
  kafka = await startKafka()
  target = (await kafka.addUser({ role: 'admin', topic })).target('scram')
  await kafka.admin.createTopic({ name: topic, partitions: PARTITIONS, replicationFactor: 1 })
  const outcome = await produceRecords(target, { topic, records: many() })
  if (outcome.error) throw outcome.error
})

afterAll(async () => {
  await closeReaders()
  await kafka.stop()
})

/**
 * Reads in pieces, each from where the last one says that it goes on. On a busy machine a piece may have no time but for
 * its log-in: the next one has twice as much.
 */
async function readInPieces(
  options: Partial<ReadOptions>,
): Promise<{ offsets: string[]; read: number; reasons: string[] }> {
  let offsets: string[] = []
  const reasons: string[] = []
  let [from, read, deadlineMs] = ['earliest', 0, options.deadlineMs]
  while (reasons.length < MAX_ROUNDS) {
    const { records, ended } = await collect(target, {
      topic,
      ...options,
      from,
      ...(deadlineMs !== undefined && { deadlineMs }),
    })
    if (deadlineMs !== undefined && ended.read < MANY / MAX_ROUNDS) deadlineMs *= 2
    offsets = offsets.concat(offsetsOf(records))
    reasons.push(ended.reason)
    read += ended.read
    if (ended.reason === 'reached-end') {
      expect(ended.goOn).toBeUndefined()
      break
    }
    from = ended.goOn ?? from
  }
  return { offsets, read, reasons }
}

const inOrder = (offsets: readonly string[]): string[] =>
  [0, 1, 2].flatMap((partition) => offsets.filter((each) => each.startsWith(`${partition}:`)))

it('a reading with a budget ends there, and goes on without a gap or a repetition', async () => {
  const filter: FilterSpec = { text: 'hit', in: ['value'] }
  const whole = await collect(target, { topic, filter })
  const pieces = await readInPieces({ filter, maxReadBytes: 1024 * 1024 })
  expect(pieces.reasons.length).toBeGreaterThan(2)
  expect(new Set(pieces.reasons.slice(0, -1))).toEqual(new Set(['budget']))
  expect(pieces.reasons.at(-1)).toBe('reached-end')
  expect(inOrder(pieces.offsets)).toEqual(offsetsOf(whole.records))
  expect(pieces.read).toBe(MANY)
})

it('a budget that suffices is not told of', async () => {
  const { ended } = await collect(target, { topic, from: 'offset:199000', maxReadBytes: 1024 ** 3 })
  expect(ended).toMatchObject({ reason: 'reached-end', read: 3000 })
})

it('a reading whose time is over gives what it found, and goes on after it', async () => {
  const pieces = await readInPieces({ maxValueBytes: 10, deadlineMs: 100 })
  expect(pieces.reasons.length).toBeGreaterThan(1)
  expect(new Set(pieces.reasons.slice(0, -1))).toEqual(new Set(['deadline']))
  expect(pieces.reasons.at(-1)).toBe('reached-end')
  const offsets = inOrder(pieces.offsets)
  expect(offsets).toHaveLength(MANY)
  expect(new Set(offsets).size).toBe(MANY)
  expect(pieces.read).toBe(MANY)
})
