import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeAs } from '#lib/records/testing/encode-as.ts'
import type { RegistryTarget } from '#lib/registry/registry-target.ts'
import type { KafkaCluster } from '#sandbox/kafka-cluster.ts'
import { registryMissing } from '#sandbox/registry-runtime.ts'
import { startKafka } from '#sandbox/start-kafka.ts'
import { type SandboxRegistry, startRegistry } from '#sandbox/start-registry.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { produceRecords } from './produce-records.ts'
import { closeReaders } from './read-records.ts'
import { collect } from './testing/collect.ts'

const address = {
  type: 'record' as const,
  name: 'Address',
  namespace: 'shop',
  fields: [{ name: 'city', type: 'string' as const }],
}
const fields = (addressType: typeof address | 'shop.Address') => [
  { name: 'id', type: 'long' as const },
  { name: 'to', type: addressType },
]
const orderOf = (addressType: typeof address | 'shop.Address') => ({
  ...{ type: 'record' as const, name: 'Order', namespace: 'shop' },
  fields: fields(addressType),
})
const money = 'syntax = "proto3"; package shop; message Money { int64 cents = 1; }'
const payment =
  'syntax = "proto3"; package shop; import "money.proto"; message Payment { string id = 1; Money sum = 2; }'

/** What Confluent's serializers write before the bytes: zero, the schema's id, and for Protobuf which message it is. */
function framed(id: number, ...parts: Uint8Array[]): Buffer {
  const head = Buffer.alloc(5)
  head.writeInt32BE(id, 1)
  return Buffer.concat([head, ...parts])
}

const missing = registryMissing()

describe.skipIf(missing !== null)(
  `a real schema registry${missing === null ? '' : ` (left out: ${missing})`}`,
  () => {
    let kafka: KafkaCluster
    let target: KafkaTarget
    let registry: SandboxRegistry
    const stops: (() => Promise<void>)[] = []

    beforeAll(async () => {
      kafka = await startKafka()
      stops.unshift(() => kafka.stop())
      registry = await startRegistry()
      stops.unshift(() => registry.stop())
      target = (await kafka.addUser({ role: 'admin', topic: 'real' })).target('scram')
    })

    afterAll(async () => {
      await closeReaders()
      for (const stop of stops) await stop()
    })

    it('gives the schemas of Avro and Protobuf, with those that they refer to', async () => {
      await registry.register('address', { schema: JSON.stringify(address) })
      const orderId = await registry.register('real-key', {
        schema: JSON.stringify(orderOf('shop.Address')),
        references: [{ name: 'shop.Address', subject: 'address', version: 1 }],
      })
      await registry.register('money.proto', { schema: money, schemaType: 'PROTOBUF' })
      const paymentId = await registry.register('real-value', {
        schema: payment,
        schemaType: 'PROTOBUF',
        references: [{ name: 'money.proto', subject: 'money.proto', version: 1 }],
      })
      const order = JSON.stringify(orderOf(address))
      const records = [1, 2].map((id) => ({
        key: framed(orderId, encodeAs.avro(order, { id, to: { city: `City ${id}` } })),
        value: framed(
          paymentId,
          Buffer.from([0]),
          encodeAs.protobuf([money, payment], 'shop.Payment', { id: `pay-${id}`, sum: { cents: id * 100 } }),
        ),
      }))
      await kafka.admin.createTopic({ name: 'real', partitions: 1, replicationFactor: 1 })
      expect(await produceRecords(target, { topic: 'real', records })).toMatchObject({ failed: 0 })
      const registryTarget: RegistryTarget = {
        ...{ url: registry.url, username: null, password: null, token: null, authorityPem: null },
        egress: { mode: 'unrestricted' },
      }
      const options = {
        topic: 'real',
        decode: { key: 'auto', value: 'auto', schemas: [], explain: false },
        registry: registryTarget,
      } as const
      const all = await collect(target, options)
      expect(all.records.map(({ key, value }) => [key, value])).toMatchObject(
        [1, 2].map((id) => [
          { decoder: `registry:${orderId}`, decoded: { id, to: { city: `City ${id}` } } },
          { decoder: `registry:${paymentId}`, decoded: { id: `pay-${id}`, sum: { cents: id * 100 } } },
        ]),
      )
      const some = await collect(target, {
        ...options,
        filter: { expr: 'key.to.city == "City 2" && value.sum.cents > 100', in: ['key', 'value'] },
      })
      expect(some.records.map(({ offset }) => offset)).toEqual(['1'])
      expect(some.ended).toMatchObject({ read: 2, matched: 1, undecodable: 0 })
    })

    it('says what it does not know', async () => {
      await kafka.admin.createTopic({ name: 'unknown', partitions: 1, replicationFactor: 1 })
      const records = [{ key: null, value: framed(999_999, Buffer.from([2])) }]
      expect(await produceRecords(target, { topic: 'unknown', records })).toMatchObject({ failed: 0 })
      const { records: read } = await collect(target, {
        topic: 'unknown',
        decode: { key: 'auto', value: 'registry', schemas: [], explain: false },
        registry: {
          ...{ url: registry.url, username: null, password: null, token: null, authorityPem: null },
          egress: { mode: 'unrestricted' },
        },
      })
      expect(read[0]?.value?.decodeError?.tried).toEqual([
        { decoder: 'registry', reason: 'schema 999999: 404: the registry does not know it' },
      ])
    })
  },
)
