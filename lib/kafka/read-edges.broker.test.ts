import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { produceRecords } from './produce-records.ts'
import { closeReaders } from './read-records.ts'
import { type Collected, collect, offsetsOf } from './testing/collect.ts'
import { hasJavaCompiler, javaRecord, writeWithJava } from './testing/java-writer.ts'

/** An empty partition must not hold back the end of a scan. */
const END_LIMIT_MS = 2_000
const MB = 1024 * 1024
/** Partitions 0, 1, 2 hold 300, 10 and 20 records, 3 none; their times interleave as the numbers do. */
const sizes = [300, 10, 20, 0] as const
const T0 = Date.now() - 3_600_000

let kafka: KafkaCluster
let target: KafkaTarget

async function fill(
  topic: string,
  partitions: number,
  records: readonly OutgoingRecord[],
  configs: Record<string, string> = {},
): Promise<void> {
  await kafka.admin.createTopic({ name: topic, partitions, replicationFactor: 1, configs })
  const outcome = await produceRecords(target, { topic, records })
  expect(outcome).toMatchObject({ acknowledged: records.length, failed: 0 })
}

/** Every record has a time of its own, later ones by turns over the partitions until each is full. */
const mixed: readonly OutgoingRecord[] = Array.from({ length: Math.max(...sizes) }, (_, index) =>
  sizes.flatMap((size, partition) =>
    index < 300 - size
      ? []
      : [{ key: null, value: `${partition}/${index}`, partition, timestamp: T0 + index * 10 + partition }],
  ),
).flat()

beforeAll(async () => {
  kafka = await startKafka()
  target = (await kafka.addUser({ role: 'admin', topic: 'mixed' })).target('scram')
  await fill('mixed', sizes.length, mixed)
})

afterAll(async () => {
  await closeReaders()
  await kafka.stop()
})

const sizesOf = ({ records }: Collected): number[] =>
  sizes.map((_, partition) => records.filter((record) => record.partition === partition).length)

describe('the newest over skewed partitions', () => {
  // The last 10 rounds wrote to partitions 0, 1 and 2 by turns, the 10 before to 0 and 2, those before to 0 alone.
  it.each([
    [3, [1, 1, 1, 0]],
    [100, [70, 10, 20, 0]],
    [330, [300, 10, 20, 0]],
    [500, [300, 10, 20, 0]],
  ])('%i', async (count, expected) => {
    const found = await collect(target, { topic: 'mixed', from: `newest:${count}` })
    expect(sizesOf(found)).toEqual(expected)
    const newest = mixed.slice(-count).map(({ value }) => value)
    expect(new Set(found.records.map(({ value }) => value && 'text' in value && value.text))).toEqual(
      new Set(newest),
    )
  })
})

describe('a range beyond what there is', () => {
  it.each([
    ['a time before the beginning', { from: 'time:0' }, [300, 10, 20, 0]],
    ['exactly the time of a record', { from: `time:${T0 + 2990}` }, [1, 1, 1, 0]],
    ['a millisecond after it', { from: `time:${T0 + 2991}` }, [0, 1, 1, 0]],
    ['up to exactly the time of a record', { to: `time:${T0 + 10}` }, [1, 0, 0, 0]],
    ['a time in the future', { from: `time:${Date.now() + 86_400_000}` }, [0, 0, 0, 0]],
    ['until a time in the future', { to: `time:${Date.now() + 86_400_000}` }, [300, 10, 20, 0]],
    ['an offset too high', { from: 'offset:9223372036854775807' }, [0, 0, 0, 0]],
    ['an end before the start', { from: 'offset:9', to: 'offset:3' }, [0, 0, 0, 0]],
  ])('%s', async (_, options, expected) => {
    const begin = performance.now()
    const found = await collect(target, { topic: 'mixed', ...options })
    expect(sizesOf(found)).toEqual(expected)
    const read = expected.reduce((sum, each) => sum + each, 0)
    expect(found.ended).toMatchObject({ reason: 'reached-end', read, matched: read, skipped: 0 })
    expect(performance.now() - begin).toBeLessThan(END_LIMIT_MS)
  })

  it('an empty partition among full ones does not keep a filter from its end', async () => {
    const begin = performance.now()
    const filter = { text: 'found nowhere', in: ['value' as const] }
    const { ended } = await collect(target, { topic: 'mixed', filter })
    expect(ended).toMatchObject({ reason: 'reached-end', read: 330, matched: 0 })
    expect(performance.now() - begin).toBeLessThan(END_LIMIT_MS)
  })

  it('an empty topic ends at once', async () => {
    await fill('nothing', 3, [])
    const begin = performance.now()
    for (const from of ['earliest', 'latest', 'newest:5', 'offset:5', 'time:0']) {
      const { ended } = await collect(target, { topic: 'nothing', from })
      expect(ended).toMatchObject({ reason: 'reached-end', read: 0, skipped: 0 })
    }
    expect(performance.now() - begin).toBeLessThan(END_LIMIT_MS)
  })
})

describe('large and many', () => {
  it('a hundred headers, values of 1 and 10 MB', async () => {
    const headers = Array.from({ length: 100 }, (_, i): [string, string] => [`h${i % 10}`, `${i}`])
    const values = ['small', 'm'.repeat(MB), 'x'.repeat(10 * MB), 'last']
    await fill(
      'large',
      1,
      values.map((value) => ({ key: null, value, headers })),
      { 'max.message.bytes': String(20 * MB) },
    )
    const { records, ended } = await collect(target, { topic: 'large', maxValueBytes: 16 * MB })
    expect(ended).toMatchObject({ read: 4, matched: 4, undecodable: 0 })
    expect(records.map(({ value }) => value)).toEqual(values.map((text) => ({ text })))
    for (const record of records)
      expect(record.headers).toEqual(headers.map(([name, text]) => [name, { text }]))
    const cut = await collect(target, { topic: 'large', maxValueBytes: 20 * 1024 })
    expect(cut.records.map(({ valueSize }) => valueSize)).toEqual([5, MB, 10 * MB, 4])
    const filter = { text: 'last', in: ['value' as const] }
    expect(offsetsOf((await collect(target, { topic: 'large', filter })).records)).toEqual(['0:3'])
  })

  it('what the Java client writes, in each codec, and 200,000 records in one batch', async ({ skip }) => {
    skip(!(await hasJavaCompiler()), 'needs a JDK, this is a JRE')
    const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
    for (const codec of codecs) await fill(`java-${codec}`, 1, [], { 'retention.ms': '-1' })
    await fill('java-huge', 1, [], { 'max.message.bytes': String(32 * MB) })
    await writeWithJava(kafka.servers('internal')[0] ?? '')
    for (const codec of codecs) {
      const { records, ended } = await collect(target, { topic: `java-${codec}` })
      expect(ended).toMatchObject({ read: 1000, matched: 1000, undecodable: 0 })
      const seen = records.map(({ key, value, headers: [header], timestamp, compression }) => ({
        ...{ key, value, header, timestamp, compression },
      }))
      const written = Array.from({ length: 1000 }, (_, n) => {
        const { key, value, header } = javaRecord(n)
        return {
          key: { text: key },
          value: value === null ? null : { text: value },
          header: ['n', { text: header }],
          timestamp: 1_700_000_000_000 + n,
          compression: codec,
        }
      })
      expect(seen).toEqual(written)
    }
    const filter = { text: 'v199999', in: ['value' as const] }
    const found = await collect(target, { topic: 'java-huge', filter })
    expect(found.ended).toMatchObject({ read: 200_000, matched: 1, undecodable: 0 })
    const middle = await collect(target, { topic: 'java-huge', from: 'offset:150000', to: 'offset:150003' })
    expect(offsetsOf(middle.records)).toEqual(['0:150000', '0:150001', '0:150002'])
    expect(offsetsOf((await collect(target, { topic: 'java-huge', from: 'newest:2' })).records)).toEqual([
      '0:199998',
      '0:199999',
    ])
  })
})
