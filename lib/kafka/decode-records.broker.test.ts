import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RegistryTarget } from '#lib/registry/registry-target.ts'
import { type StandInRegistry, startStandInRegistry } from '#lib/registry/testing/stand-in-registry.ts'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { produceRecords } from './produce-records.ts'
import { readRecord } from './read-record.ts'
import { closeReaders } from './read-records.ts'
import type { DecodePlan } from './record-decoder.ts'
import { collect } from './testing/collect.ts'

const plan: DecodePlan = { key: 'auto', value: 'auto', schemas: [], explain: false }
const avro = '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"}]}'
const proto = 'syntax = "proto3"; message Order { int64 id = 1; }'
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

let kafka: KafkaCluster
let target: KafkaTarget
let registry: StandInRegistry
let registryTarget: RegistryTarget
let client: Kafka

beforeAll(async () => {
  kafka = await startKafka()
  target = (await kafka.addUser({ role: 'admin', topic: 'kinds' })).target('scram')
  client = new Kafka({ brokers: kafka.servers('internal'), logLevel: logLevel.NOTHING })
  registry = await startStandInRegistry({
    ids: { 7: { schema: avro }, 8: { schema: proto, schemaType: 'PROTOBUF' } },
  })
  registryTarget = {
    url: registry.url,
    username: null,
    password: null,
    token: null,
    authorityPem: null,
    egress: { mode: 'unrestricted' },
  }
})

afterAll(async () => {
  await closeReaders()
  await registry.close()
  await kafka.stop()
})

async function produce(topic: string, values: readonly (string | Buffer)[]): Promise<void> {
  await kafka.admin.createTopic({ name: topic, partitions: 1, replicationFactor: 1, configs: {} })
  const records = values.map((value, index) => ({ key: Buffer.from([0, 0, 0, index]), value }))
  expect(await produceRecords(target, { topic, records, compression: 'lz4' })).toMatchObject({ failed: 0 })
}

it('decodes records of each kind, and counts as before', async () => {
  await produce('kinds', [
    '{"a":1}',
    hex('82 a1 61 cf 0020000000000001 a1 62 c0'),
    hex('a1 61 61 f5'),
    hex('00 00000007 54'),
    hex('00 00000008 00 082a'),
    hex('00 00000009 54'),
    hex('ff00ff'),
  ])
  const { records, ended } = await collect(target, { topic: 'kinds', decode: plan, registry: registryTarget })
  expect(records.map(({ key }) => key)).toMatchObject(
    [0, 1, 2, 3, 4, 5, 6].map((decoded) => ({ decoded, decoder: 'int32' })),
  )
  expect(records.map(({ value }) => value)).toMatchObject([
    { text: '{"a":1}' },
    { decoder: 'msgpack' },
    { decoder: 'cbor', decoded: { a: true } },
    { decoder: 'registry:7', decoded: { id: 42 } },
    { decoder: 'registry:8', decoded: { id: 42 } },
    {
      decodeError: {
        tried: [{ decoder: 'registry', reason: 'schema 9: 404: the registry does not know it' }],
      },
    },
    { base64: '/wD/', decodeError: { tried: expect.any(Array) as unknown } },
  ])
  expect(records[0]?.value).not.toHaveProperty('decoder')
  expect(ended).toMatchObject({ read: 7, matched: 7, undecodable: 0, skipped: 0 })
  expect(registry.asked.map(({ path }) => path)).toEqual([7, 8, 9].map((id) => `/schemas/ids/${id}`))

  const ofId = { topic: 'kinds', decode: plan, registry: registryTarget }
  const found = await collect(target, { ...ofId, filter: { expr: 'value.id == 42', in: ['value'] } })
  expect(found.records.map(({ value }) => value)).toMatchObject([
    { decoder: 'registry:7' },
    { decoder: 'registry:8' },
  ])
  expect(found.ended).toMatchObject({ read: 7, matched: 2, undecodable: 0, skipped: 0 })
  const guessed = await collect(target, {
    ...{ topic: 'kinds', decode: plan },
    filter: { expr: 'value.a == 9007199254740993 || value.a == true', in: ['value'] },
  })
  expect(guessed.records.map(({ value }) => value)).toMatchObject([
    { decoder: 'msgpack' },
    { decoder: 'cbor' },
  ])
  expect(guessed.ended).toMatchObject({ read: 7, matched: 2 })
  const byKey = await collect(target, { ...ofId, filter: { expr: 'key == 2', in: ['key'] } })
  expect(byKey.records).toMatchObject([{ value: { decoder: 'cbor' } }])
})

it('reads by an uploaded schema, and of one record says what was tried', async () => {
  await produce('uploaded', [hex('0854'), hex('54')])
  const schemas = [
    { id: 'sch_p', kind: 'protobuf' as const, text: proto },
    { id: 'sch_a', kind: 'avro' as const, text: avro },
  ]
  const { records } = await collect(target, {
    topic: 'uploaded',
    decode: { ...plan, value: 'protobuf:sch_p', schemas },
  })
  expect(records[0]?.value).toMatchObject({ decoded: { id: 84 }, decoder: 'protobuf:sch_p' })
  expect(records[1]?.value).toMatchObject({ decodeError: { tried: [{ decoder: 'protobuf:sch_p' }] } })
  const one = await readRecord(target, {
    topic: 'uploaded',
    partition: 0,
    offset: '1',
    maxValueBytes: 1000,
    decode: { ...plan, value: 'avro', schemas, explain: true },
  })
  expect(one?.value).toMatchObject({ decoded: { id: 42 }, decoder: 'avro:sch_a' })
})

it('reads what brokers keep of groups', async () => {
  const admin = client.admin()
  await admin.connect()
  await admin.setOffsets({
    groupId: 'looked-at',
    topic: 'kinds',
    partitions: [{ partition: 0, offset: '5' }],
  })
  await admin.disconnect()
  const { records } = await collect(target, { topic: '__consumer_offsets', decode: plan })
  const commits = records.filter(({ key }) => key?.decoder === 'consumer-offsets')
  expect(commits.map(({ key, value }) => [key?.decoded, value?.decoded])).toContainEqual([
    { kind: 'offset-commit', group: 'looked-at', topic: 'kinds', partition: 0 },
    expect.objectContaining({ offset: 5, metadata: expect.any(String) as unknown }) as unknown,
  ])
})
