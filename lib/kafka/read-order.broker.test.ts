import { afterAll, beforeAll, expect, it } from 'vitest'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { produceRecords } from './produce-records.ts'
import { closeReaders, type ReadEvent, type ReadOptions, readRecords } from './read-records.ts'
import { type LineRecord, readingDefaults, recordsIn } from './testing/collect.ts'

let kafka: KafkaCluster
let target: KafkaTarget

const T0 = Date.now() - 3_000_000
/** Partition 3 stays empty; partition 1 has a record that is older than the one before it. */
const times: Readonly<Record<number, readonly number[]>> = { 0: [0, 30, 60], 1: [10, 40, 5, 50], 2: [20, 70] }
/** Enough for every thread that a machine may have to get a share. */
const MANY = 1_200_000
const HIT_EVERY = 1_000

function* many(): Generator<OutgoingRecord> {
  for (let index = 0; index < MANY; index++) {
    yield { key: null, value: index % HIT_EVERY === 0 ? `hit ${index}` : 'no', partition: index % 3 }
  }
}

async function fill(topic: string, partitions: number, records: Iterable<OutgoingRecord>): Promise<void> {
  await kafka.admin.createTopic({ name: topic, partitions, replicationFactor: 1 })
  const outcome = await produceRecords(target, { topic, records })
  if (outcome.error) throw outcome.error
}

beforeAll(async () => {
  kafka = await startKafka()
  target = (await kafka.addUser({ role: 'admin', topic: 'ordered' })).target('scram')
  const records = Object.entries(times).flatMap(([partition, list]) =>
    list.map((time) => ({
      key: null,
      value: String(time),
      partition: Number(partition),
      timestamp: T0 + time,
    })),
  )
  await fill('ordered', 4, records)
  await fill('many', 3, many())
})

afterAll(async () => {
  await closeReaders()
  await kafka.stop()
})

type Ended = Extract<ReadEvent, { type: 'ended' }>

async function read(
  options: Partial<ReadOptions> & { topic: string },
): Promise<{ records: LineRecord[]; ended: Ended; starts: number }> {
  const records: LineRecord[] = []
  let starts = 0
  for await (const event of readRecords(target, { ...readingDefaults, ...options })) {
    if (event.type === 'started') starts++
    if (event.type === 'records') records.push(...recordsIn(event))
    if (event.type === 'ended') return { records, ended: event, starts }
  }
  throw new Error('The reading did not end.')
}

const timesOf = (records: readonly LineRecord[]): number[] => records.map(({ timestamp }) => timestamp - T0)

it.each<[string, Partial<ReadOptions>, number[]]>([
  ['everything', {}, [0, 10, 20, 30, 40, 5, 50, 60, 70]],
  ['the newest over all partitions', { from: 'newest:3' }, [50, 60, 70]],
  ['two partitions', { partitions: [0, 2] }, [0, 20, 30, 60, 70]],
  ['what a filter leaves', { filter: { text: '0', in: ['value'] } }, [0, 10, 20, 30, 40, 50, 60, 70]],
  ['an empty partition', { partitions: [3] }, []],
])('in the order of time: %s', async (_, options, wanted) => {
  const { records, ended } = await read({ topic: 'ordered', order: 'time', ...options })
  expect(timesOf(records)).toEqual(wanted)
  expect(ended).toMatchObject({ reason: 'reached-end', matched: wanted.length })
})

it('ends at a limit in the order of time, and the counts add up', async () => {
  const { records, ended } = await read({ topic: 'ordered', order: 'time', limit: 4 })
  expect(timesOf(records)).toEqual([0, 10, 20, 30])
  expect(ended).toMatchObject({ reason: 'limit', read: 4, matched: 4 })
})

it('offers no order of time for what comes live', async () => {
  await expect(read({ topic: 'ordered', order: 'time', to: 'live' })).rejects.toMatchObject({
    code: 'bad_request',
  })
})

it('reads a long topic by several threads as one reading, each partition in order', async () => {
  const { records, ended, starts } = await read({ topic: 'many', filter: { text: 'hit', in: ['value'] } })
  expect(starts).toBe(1)
  expect(ended).toMatchObject({ reason: 'reached-end', read: MANY, matched: MANY / HIT_EVERY })
  expect(records).toHaveLength(MANY / HIT_EVERY)
  const next = new Map<number, number>()
  for (const { partition, offset } of records) {
    expect(Number(offset)).toBeGreaterThan(next.get(partition) ?? -1)
    next.set(partition, Number(offset))
  }
})
