import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { produceRecords } from './produce-records.ts'
import { topicHistogram } from './topic-histogram.ts'

const MINUTE = 60_000
/** On a whole hour, so that buckets begin where the records do. */
const T0 = Math.floor((Date.now() - 86_400_000) / 3_600_000) * 3_600_000

let kafka: KafkaCluster
let user: AddedUser

beforeAll(async () => {
  kafka = await startKafka({ brokers: 3 })
  user = await kafka.addUser({ role: 'admin', topic: 'any' })
})

afterAll(() => kafka.stop())

const at = (partition: number, timestamp: number): OutgoingRecord => ({
  key: null,
  value: 'v',
  partition,
  timestamp,
})

async function fill(
  topic: string,
  partitions: number,
  records: readonly OutgoingRecord[],
  configs: Record<string, string> = {},
): Promise<void> {
  await kafka.admin.createTopic({ name: topic, partitions, replicationFactor: 1, configs })
  const outcome = await produceRecords(user.target('scram'), { topic, records })
  if (outcome.error) throw outcome.error
  expect(outcome.acknowledged).toBe(records.length)
}

const draw = (topic: string, window: { from?: number; to?: number; buckets?: number } = {}) =>
  topicHistogram(user.target('scram'), { topic, buckets: 60, ...window })

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)

describe('a topic over time', () => {
  it('has its records where their timestamps are, of an empty partition too', async () => {
    // One a second for an hour in partition 0; a burst in partition 1; nothing in 2.
    const steady = Array.from({ length: 3600 }, (_, i) => at(0, T0 + i * 1000))
    const burst = Array.from({ length: 50 }, (_, i) => at(1, T0 + 30 * MINUTE + i))
    await fill('steady', 3, [...steady, ...burst])
    const histogram = await draw('steady')
    expect(histogram).toMatchObject({ from: T0, bucketMs: MINUTE, buckets: 60, failed: [] })
    expect(histogram.partitions.map(({ counts }) => counts)).toEqual([
      Array.from({ length: 60 }, () => 60),
      Array.from({ length: 60 }, (_, i) => (i === 30 ? 50 : 0)),
      Array.from({ length: 60 }, () => 0),
    ])
    const zoomed = await draw('steady', { from: T0 + 30 * MINUTE, to: T0 + 31 * MINUTE })
    expect(zoomed).toMatchObject({ from: T0 + 30 * MINUTE, bucketMs: 1000, buckets: 60 })
    expect(zoomed.partitions.map(({ first }) => first)).toEqual(['1800', '0', '0'])
    expect(zoomed.partitions.map(({ counts }) => sum(counts))).toEqual([60, 50, 0])
  })

  it.each([
    ['before all', { from: T0 - 60 * MINUTE, to: T0 }],
    ['after all', { from: T0 + 120 * MINUTE, to: T0 + 180 * MINUTE }],
  ])('is empty %s', async (_, window) => {
    const { partitions } = await draw('steady', window)
    expect(partitions.map(({ counts }) => sum(counts))).toEqual([0, 0, 0])
  })

  it('keeps count when timestamps are out of order, and never goes below nothing', async () => {
    const shuffled = Array.from({ length: 200 }, (_, i) => at(0, T0 + ((i * 77) % 200) * MINUTE))
    await fill('shuffled', 1, shuffled)
    const { partitions } = await draw('shuffled')
    const [only] = partitions
    expect(only).toMatchObject({ low: '0', high: '200', first: '0' })
    expect(Math.min(...(only?.counts ?? []))).toBe(0)
    expect(sum(only?.counts ?? [])).toBe(200)
  })

  it('is one bucket when all came within a millisecond', async () => {
    await fill(
      'moment',
      2,
      Array.from({ length: 20 }, (_, i) => at(i % 2, T0)),
    )
    const { partitions, ...grid } = await draw('moment')
    expect(grid).toEqual({ from: T0, bucketMs: 1, buckets: 1, failed: [] })
    expect(partitions.map(({ counts }) => counts)).toEqual([[10], [10]])
  })

  it('goes by the time of arrival where the topic says so', async () => {
    const before = Date.now()
    const configs = { 'message.timestamp.type': 'LogAppendTime' }
    await fill(
      'arrival',
      1,
      Array.from({ length: 10 }, () => at(0, T0)),
      configs,
    )
    const { from, partitions } = await draw('arrival')
    expect(from).toBeGreaterThanOrEqual(before - MINUTE)
    expect(sum(partitions[0]?.counts ?? [])).toBe(10)
  })

  it('is without records where there are none', async () => {
    await fill('empty', 2, [])
    const { partitions, buckets } = await draw('empty')
    expect(buckets).toBe(1)
    expect(partitions).toMatchObject([
      { low: '0', high: '0', first: '0', counts: [0] },
      { low: '0', high: '0', first: '0', counts: [0] },
    ])
  })

  it('looks into packed batches', async () => {
    const packed = Array.from({ length: 5_000 }, (_, i) => at(0, T0 + i * 100))
    await kafka.admin.createTopic({ name: 'packed', partitions: 1, replicationFactor: 1 })
    await produceRecords(user.target('scram'), { topic: 'packed', records: packed, compression: 'lz4' })
    const { partitions, bucketMs } = await draw('packed')
    expect(bucketMs).toBe(10_000)
    expect(partitions[0]?.counts).toEqual(Array.from({ length: 50 }, () => 100))
  })
})

describe('what can not be drawn', () => {
  it('a topic that is not there, and one that may not be seen', async () => {
    await expect(draw('nowhere')).rejects.toMatchObject({ code: 'broker_topic_unknown' })
    const other = await kafka.addUser({ role: 'consumer', topic: 'mine' })
    const denied = topicHistogram(other.target('scram'), { topic: 'steady', buckets: 60 })
    await expect(denied).rejects.toMatchObject({ code: 'broker_topic_denied' })
  })

  it('a partition without a leader says so, and the others are drawn', async () => {
    await fill(
      'led',
      3,
      Array.from({ length: 30 }, (_, i) => at(i % 3, T0 + i * MINUTE)),
    )
    const leaderOf = async (partition: number): Promise<number> => {
      const { partitions } = await kafka.admin.describeTopic('led')
      return partitions.find((known) => known.partition === partition)?.leader ?? -1
    }
    const lost = await leaderOf(0)
    await kafka.kill(lost)
    await expect.poll(() => leaderOf(0), { timeout: 30_000 }).toBe(-1)
    const { partitions, failed } = await draw('led')
    expect(failed).toMatchObject([{ partition: 0, code: 'broker_no_leader' }])
    expect(partitions.map(({ partition, counts }) => [partition, sum(counts)])).toEqual([
      [1, 10],
      [2, 10],
    ])
  })
})
