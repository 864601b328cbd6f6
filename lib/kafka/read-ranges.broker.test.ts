import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { ClusterLink } from './cluster-link.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { produceRecords } from './produce-records.ts'
import { readRecord } from './read-record.ts'
import { closeReaders, readRecords } from './read-records.ts'
import { deleteRecordsRequest } from './requests/delete-records.ts'
import { brokerSockets } from './testing/broker-sockets.ts'
import { collect, offsetsOf, readingDefaults, recordsIn } from './testing/collect.ts'

/** The promise to whoever clicks: a cancel is over in under a second. */
const CANCEL_LIMIT_MS = 1_000

let kafka: KafkaCluster
let user: AddedUser
let target: KafkaTarget
let internal: KafkaTarget

/** Partition 0 holds 1000 records, 1 holds 10, 2 none; one a second, so that partition 1's are the oldest. */
const T0 = Date.now() - 3_000_000
const skewed: OutgoingRecord[] = [
  ...Array.from({ length: 10 }, (_, i) => record(1, i, T0 + i * 1000)),
  ...Array.from({ length: 1000 }, (_, i) => record(0, i, T0 + (i + 10) * 1000)),
]

function record(partition: number, index: number, timestamp: number): OutgoingRecord {
  return { key: `k${index}`, value: `{"partition":${partition},"index":${index}}`, partition, timestamp }
}

async function fill(topic: string, partitions: number, records: Iterable<OutgoingRecord>): Promise<void> {
  await kafka.admin.createTopic({ name: topic, partitions, replicationFactor: 1 })
  const outcome = await produceRecords(internal, { topic, records })
  if (outcome.error) throw outcome.error
}

async function deleteBefore(topic: string, partition: number, offset: bigint): Promise<void> {
  const link = await ClusterLink.connect(internal)
  await link.metadata({ topics: [topic] })
  const answer = await link.node(1).call(deleteRecordsRequest([{ topic, partition, offset }], 5_000))
  expect(answer.partitions[0]?.errorCode).toBe(0)
  link.close()
}

beforeAll(async () => {
  kafka = await startKafka()
  user = await kafka.addUser({ role: 'admin', topic: 'skewed' })
  target = user.target('scram')
  internal = target
  await fill('skewed', 3, skewed)
})

afterAll(async () => {
  await closeReaders()
  await kafka.stop()
})

const range = (partition: number, from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `${partition}:${from + i}`)

describe('where a reading begins and ends', () => {
  it.each([
    ['everything', { from: 'earliest' }, [...range(0, 0, 1000), ...range(1, 0, 10)]],
    ['nothing', { from: 'latest' }, []],
    ['one partition', { partitions: [1] }, range(1, 0, 10)],
    ['an empty partition', { partitions: [2] }, []],
    ['from an offset', { from: 'offset:995' }, range(0, 995, 1000)],
    ['up to an offset', { to: 'offset:3' }, [...range(0, 0, 3), ...range(1, 0, 3)]],
    [
      'an offset for each partition',
      { from: 'offsets:0=998,1=9' },
      [...range(0, 998, 1000), ...range(1, 9, 10)],
    ],
    ['from a time', { from: `time:${new Date(T0 + 1_007_000).toISOString()}` }, range(0, 997, 1000)],
    [
      'between times',
      { from: `time:${T0 + 8_000}`, to: `time:${T0 + 12_000}` },
      [...range(0, 0, 2), ...range(1, 8, 10)],
    ],
    ['from a time after all', { from: `time:${T0 + 2_000_000}` }, []],
    ['an end beyond the end', { from: 'offset:999', to: 'offset:99999' }, range(0, 999, 1000)],
    ['the newest 5, all in the partition written last', { from: 'newest:5' }, range(0, 995, 1000)],
    ['the newest 1005', { from: 'newest:1005' }, [...range(0, 0, 1000), ...range(1, 5, 10)]],
    ['more than there are', { from: 'newest:5000' }, [...range(0, 0, 1000), ...range(1, 0, 10)]],
    [
      'the newest of so many that offsets decide',
      { from: 'newest:200000' },
      [...range(0, 0, 1000), ...range(1, 0, 10)],
    ],
  ])('%s', async (_, options, expected) => {
    const { records, ended, skipped } = await collect(target, { topic: 'skewed', ...options })
    expect(offsetsOf(records)).toEqual(expected)
    expect(skipped).toEqual([])
    expect(ended).toMatchObject({ reason: 'reached-end', read: expected.length, matched: expected.length })
  })

  it('says the ranges, and gives a record as the contract has it', async () => {
    const { started, records } = await collect(target, { topic: 'skewed', from: 'offset:9', to: 'offset:10' })
    expect(started.partitions).toEqual([
      { partition: 0, low: '0', high: '1000', from: '9', to: '10' },
      { partition: 1, low: '0', high: '10', from: '9', to: '10' },
      { partition: 2, low: '0', high: '0', from: '0', to: '0' },
    ])
    expect(records[0]).toEqual({
      type: 'record',
      partition: 0,
      offset: '9',
      timestamp: T0 + 19_000,
      timestampType: 'create',
      key: { text: 'k9' },
      value: { text: '{"partition":0,"index":9}' },
      headers: [],
      keySize: 2,
      valueSize: 25,
      compression: 'none',
      transactional: false,
    })
  })

  it('ends at the limit', async () => {
    const { records, ended } = await collect(target, { topic: 'skewed', limit: 7, partitions: [0] })
    expect(offsetsOf(records)).toEqual(range(0, 0, 7))
    expect(ended).toMatchObject({ reason: 'limit', read: 7, matched: 7 })
  })

  it('counts what a filter rejects', async () => {
    const filter = { text: '"index":99', in: ['value' as const] }
    const { records, ended } = await collect(target, { topic: 'skewed', filter })
    expect(offsetsOf(records)).toEqual(['0:99', ...range(0, 990, 1000)])
    expect(ended).toMatchObject({ read: 1010, matched: 11, skipped: 0, undecodable: 0 })
  })

  it('says how many were deleted before they could be read', async () => {
    await fill(
      'deleted',
      2,
      Array.from({ length: 20 }, (_, i) => record(i % 2, i, T0 + i)),
    )
    await deleteBefore('deleted', 0, 6n)
    await deleteBefore('deleted', 1, -1n)
    const some = await collect(target, { topic: 'deleted', from: 'offset:2' })
    expect(offsetsOf(some.records)).toEqual(range(0, 6, 10))
    expect(some.skipped.map(({ count }) => count)).toEqual([4, 8])
    expect(some.ended).toMatchObject({ reason: 'reached-end', read: 16, matched: 4, skipped: 12 })
    expect((await collect(target, { topic: 'deleted', partitions: [1] })).ended.read).toBe(0)
  })

  it('reads one record whole, and none where there is none', async () => {
    const place = { topic: 'skewed', partition: 1, maxValueBytes: 100 }
    expect(await readRecord(target, { ...place, offset: '3' })).toMatchObject({
      offset: '3',
      key: { text: 'k3' },
    })
    expect(await readRecord(target, { ...place, offset: '10' })).toBeNull()
    expect(await readRecord(target, { ...place, offset: '9223372036854775807' })).toBeNull()
  })
})

describe('what can not be read', () => {
  it.each([
    ['a topic that is not there', { topic: 'nowhere' }, 'broker_topic_unknown'],
    ['a partition that is not there', { topic: 'skewed', partitions: [7] }, 'broker_topic_unknown'],
    ['a time that is none', { topic: 'skewed', from: 'time:yesterday' }, 'bad_request'],
  ])('%s', async (_, options, code) => {
    await expect(collect(target, options)).rejects.toMatchObject({ name: 'KafkaError', code })
  })

  it('a topic that the user has no right on', async () => {
    const other = await kafka.addUser({ role: 'consumer', topic: 'mine' })
    const denied = collect(other.target('scram'), { topic: 'skewed' })
    await expect(denied).rejects.toMatchObject({ name: 'KafkaError', code: 'broker_topic_denied' })
  })
})

describe('following', () => {
  it('gives what is written from now on, also to a partition added later, until cancelled', async () => {
    await fill('followed', 1, [record(0, 0, T0)])
    const stop = new AbortController()
    const seen: string[] = []
    const events = readRecords(target, {
      ...readingDefaults,
      topic: 'followed',
      from: 'latest',
      to: 'live',
      signal: stop.signal,
    })
    let last = ''
    for await (const event of events) {
      last = event.type === 'ended' ? event.reason : last
      if (event.type === 'started') {
        await produceRecords(internal, { topic: 'followed', records: [record(0, 1, T0)] })
      }
      if (event.type !== 'records') continue
      seen.push(...offsetsOf(recordsIn(event)))
      if (seen.length === 1) {
        await addPartition('followed')
        await produceRecords(internal, { topic: 'followed', records: [record(1, 2, T0)] })
      }
      if (seen.length === 2) stop.abort()
    }
    expect(seen).toEqual(['0:1', '1:0'])
    expect(last).toBe('cancelled')
  })

  it('cancels a quiet reading at once and leaves no socket at the broker', async () => {
    const stop = new AbortController()
    const events = readRecords(target, {
      ...readingDefaults,
      topic: 'skewed',
      to: 'live',
      signal: stop.signal,
    })
    let cancelledAt = 0
    for await (const event of events) {
      if (event.type !== 'progress' || event.read < 1010) continue
      cancelledAt = performance.now()
      stop.abort()
    }
    expect(performance.now() - cancelledAt).toBeLessThan(CANCEL_LIMIT_MS)
    await expect.poll(() => brokerSockets(kafka.ports[0]?.scram ?? 0), { timeout: 1_000 }).toBe(0)
  })

  it('ends at its deadline', async () => {
    const { ended } = await collect(target, { topic: 'skewed', to: 'live', from: 'latest', deadlineMs: 300 })
    expect(ended).toMatchObject({ reason: 'deadline', read: 0 })
  })
})

async function addPartition(topic: string): Promise<void> {
  const { Kafka, logLevel } = (await import('kafkajs')).default
  const admin = new Kafka({ brokers: kafka.servers('internal'), logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  await admin.createPartitions({ topicPartitions: [{ topic, count: 2 }] })
  await admin.disconnect()
}
