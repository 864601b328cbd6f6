import { Kafka, logLevel, type Producer } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AddedUser, KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { produceRecords } from './produce-records.ts'
import { readRecord } from './read-record.ts'
import { closeReaders } from './read-records.ts'
import { collect, offsetsOf } from './testing/collect.ts'

let kafka: KafkaCluster
let user: AddedUser
let target: KafkaTarget
let client: Kafka

beforeAll(async () => {
  kafka = await startKafka()
  user = await kafka.addUser({ role: 'admin', topic: 'shapes', clientCertificate: true })
  const login = await kafka.addUser({ role: 'admin', topic: 'shapes' })
  target = login.target('scram')
  client = new Kafka({
    brokers: kafka.servers('internal'),
    logLevel: logLevel.NOTHING,
    retry: { retries: 20 },
  })
})

afterAll(async () => {
  await closeReaders()
  await kafka.stop()
})

async function create(topic: string, configs: Record<string, string> = {}): Promise<void> {
  await kafka.admin.createTopic({ name: topic, partitions: 1, replicationFactor: 1, configs })
}

async function produce(
  topic: string,
  records: OutgoingRecord[],
  compression: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd' = 'none',
) {
  const outcome = await produceRecords(target, { topic, records, compression })
  expect(outcome).toMatchObject({ acknowledged: records.length, failed: 0 })
}

const at = 1_700_000_000_000

describe('what a record may look like', () => {
  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)(
    'all of it, packed with %s',
    async (compression) => {
      const topic = `shapes-${compression}`
      await create(topic, { 'retention.ms': '-1' })
      await produce(
        topic,
        [
          { key: null, value: null, timestamp: at },
          { key: '', value: '', timestamp: at + 1 },
          { key: 'käse', value: 'a"b\\c\n\u0001\u2028é😀', timestamp: at + 86_400_000 * 300 },
          { key: Buffer.from([0xff, 0xfe]), value: Buffer.from([0xc3]), timestamp: at - 86_400_000 * 300 },
          {
            key: 'h',
            value: 'x'.repeat(100_000),
            timestamp: at,
            headers: [
              ['twice', '1'],
              ['twice', Buffer.from([0x80])],
              ['', null],
              ['schlüssel', ''],
            ],
          },
        ],
        compression,
      )
      const { records, ended } = await collect(target, { topic, maxValueBytes: 10 })
      expect(ended).toMatchObject({ read: 5, matched: 5, undecodable: 0 })
      expect(
        records.map(({ key, value, timestamp, compression: codec }) => [key, value, timestamp, codec]),
      ).toEqual([
        [null, null, at, compression],
        [{ text: '' }, { text: '' }, at + 1, compression],
        [
          { text: 'käse' },
          { text: 'a"b\\c\n\u0001\u2028', truncated: true },
          at + 86_400_000 * 300,
          compression,
        ],
        [{ base64: '//4=' }, { base64: 'ww==' }, at - 86_400_000 * 300, compression],
        [{ text: 'h' }, { text: 'x'.repeat(10), truncated: true }, at, compression],
      ])
      expect(records[4]?.headers).toEqual([
        ['twice', { text: '1' }],
        ['twice', { base64: 'gA==' }],
        ['', null],
        ['schlüssel', { text: '' }],
      ])
      expect(records.map(({ keySize, valueSize }) => [keySize, valueSize])).toEqual([
        [null, null],
        [0, 0],
        [5, 16],
        [2, 1],
        [1, 100_000],
      ])
      const found = await collect(target, {
        topic,
        filter: { text: 'schlüssel', in: ['headers'] },
        maxValueBytes: 10,
      })
      expect(offsetsOf(found.records)).toEqual(['0:4'])
    },
  )

  it('a batch larger than a fetch asks for', async () => {
    await create('large', { 'max.message.bytes': '20000000' })
    await produce('large', [
      { key: null, value: 'y'.repeat(9_000_000) },
      { key: null, value: 'z' },
    ])
    const { records } = await collect(target, { topic: 'large', maxValueBytes: 16 * 1024 * 1024 })
    expect(records.map(({ valueSize }) => valueSize)).toEqual([9_000_000, 1])
    expect(records[0]?.value).toEqual({ text: 'y'.repeat(9_000_000) })
  })

  it('the same over TLS and with a client certificate', async () => {
    await create('secure')
    await produce('secure', [{ key: 'k', value: 'v' }])
    const login = await kafka.addUser({ role: 'consumer', topic: 'secure' })
    expect((await collect(login.target('scramTls'), { topic: 'secure' })).records).toHaveLength(1)
    expect((await collect(user.target('mutualTls'), { topic: 'secure' })).records).toHaveLength(1)
  })
})

describe('transactions', () => {
  const producer = (id: string): Producer =>
    client.producer({ transactionalId: id, maxInFlightRequests: 1, idempotent: true, retry: { retries: 20 } })

  async function inTransaction(id: string, topic: string, value: string, end: 'commit' | 'abort' | 'open') {
    const writer = producer(id)
    await writer.connect()
    const transaction = await writer.transaction()
    for (const n of [1, 2, 3]) {
      await transaction.send({ topic, messages: [{ key: '\0\0\0\0', value: `${value}-${n}`, partition: 0 }] })
    }
    if (end !== 'open') await transaction[end]()
    return () => writer.disconnect()
  }

  it('shows what is committed, or everything, and ends where it must', async () => {
    await create('bank')
    const leave: (() => Promise<void>)[] = []
    // A transaction's marker is written after its end was acknowledged: waited for, so that each has its offset.
    for (const [id, value, end] of [
      ['a', 'good', 'commit'],
      ['b', 'bad', 'abort'],
      ['c', 'fine', 'commit'],
    ] as const) {
      leave.push(await inTransaction(id, 'bank', value, end))
      const ended = async () =>
        (await collect(target, { topic: 'bank', isolation: 'uncommitted' })).records.filter(
          ({ control }) => control,
        ).length
      await expect.poll(ended, { timeout: 10_000 }).toBe(leave.length)
    }
    const values = async (isolation: 'committed' | 'uncommitted'): Promise<unknown[]> => {
      const { records, ended } = await collect(target, { topic: 'bank', isolation })
      expect(ended).toMatchObject({ reason: 'reached-end', read: records.length, matched: records.length })
      expect(records.every(({ transactional }) => transactional)).toBe(true)
      return records.map(({ value, control }) => control ?? (value && 'text' in value ? value.text : value))
    }
    const three = (text: string): string[] => [1, 2, 3].map((n) => `${text}-${n}`)
    // The partition ends with a marker, after which nothing will come.
    expect(await values('committed')).toEqual([...three('good'), ...three('fine')])
    expect(await values('uncommitted')).toEqual([
      ...[...three('good'), 'commit'],
      ...[...three('bad'), 'abort'],
      ...[...three('fine'), 'commit'],
    ])
    const markers = await collect(target, { topic: 'bank', isolation: 'uncommitted', from: 'newest:1' })
    expect(markers.records).toMatchObject([
      {
        offset: '11',
        control: 'commit',
        key: null,
        value: null,
        keySize: null,
        valueSize: null,
        headers: [],
      },
    ])
    // A filter looks in records; a marker is read over, and counted as read.
    const filtered = await collect(target, {
      topic: 'bank',
      isolation: 'uncommitted',
      filter: { text: '\0', in: ['key'] },
    })
    expect(filtered.ended).toMatchObject({ read: 12, matched: 9 })
    expect(filtered.records.every(({ control }) => control === undefined)).toBe(true)
    const place = { topic: 'bank', partition: 0, maxValueBytes: 100 }
    expect(await readRecord(target, { ...place, offset: '7' })).toMatchObject({ control: 'abort' })
    const newest = await collect(target, { topic: 'bank', from: 'newest:4' })
    expect(newest.records.map(({ offset }) => offset)).toEqual(['2', '8', '9', '10'])
    leave.push(await inTransaction('d', 'bank', 'open', 'open'))
    expect(await values('committed')).toEqual([...three('good'), ...three('fine')])
    expect(await values('uncommitted')).toHaveLength(15)
    await Promise.all(leave.map((disconnect) => disconnect()))
  })
})
