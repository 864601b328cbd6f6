import { describe, expect, it } from 'vitest'
import { type KafkaFacts, KafkaFactsSchema } from '#lib/shared/credential.ts'
import type { JobSpec } from '#lib/shared/job.ts'
import { resolveSpec } from './resolve-spec.ts'

const facts = (changes: Partial<KafkaFacts> = {}): KafkaFacts =>
  KafkaFactsSchema.parse({
    product: 'kafka',
    unit: null,
    bootstrapServers: ['kafka-0:9092'],
    securityProtocol: 'SASL_PLAINTEXT',
    alternativeProtocols: [],
    saslMechanism: 'SCRAM-SHA-512',
    username: 'relation-6',
    topic: 'orders',
    topicPrefix: false,
    consumerGroupPrefix: 'relation-6-',
    roles: ['producer', 'consumer'],
    entityPermissions: [],
    certificateAuthorities: [],
    notes: [],
    secrets: ['password'],
    ...changes,
  })

const produce: JobSpec = { kind: 'produce', count: 5, value: { type: 'test-app' }, compression: 'none' }
const consume: JobSpec = { kind: 'consume', from: 'earliest' }

const refusal = (spec: JobSpec, changes: Partial<KafkaFacts>) => {
  try {
    resolveSpec(spec, facts(changes), 'job_1')
    return null
  } catch (error) {
    const { code, field, message } = error as { code: string; field?: string; message: string }
    return { code, field, message }
  }
}

describe('resolveSpec', () => {
  it('fills in the granted topic, and a group of the job’s own under the prefix', () => {
    expect(resolveSpec(produce, facts(), 'job_1')).toEqual({ ...produce, topic: 'orders' })
    expect(resolveSpec(consume, facts(), 'job_1')).toEqual({
      ...consume,
      topic: 'orders',
      groupId: 'relation-6-ks-job_1',
    })
    const unnamed = facts({ consumerGroupPrefix: null })
    expect(resolveSpec(consume, unnamed, 'job_1')).toMatchObject({ groupId: 'relation-6-ks-job_1' })
  })

  it('lets a prefix grant choose a topic under it, and an admin anything', () => {
    expect(
      resolveSpec({ ...produce, topic: 'orders-eu' }, facts({ topicPrefix: true }), 'job_1'),
    ).toMatchObject({ topic: 'orders-eu' })
    const admin = facts({ roles: ['admin'] })
    expect(resolveSpec({ ...consume, topic: 'any', groupId: 'any' }, admin, 'job_1')).toMatchObject({
      topic: 'any',
      groupId: 'any',
    })
  })

  it('lets an entity permission widen what the roles grant', () => {
    const entityPermissions = [{ resourceType: 'GROUP', resourceName: 'shared-*', privileges: ['READ'] }]
    expect(
      resolveSpec({ ...consume, groupId: 'shared-1' }, facts({ entityPermissions }), 'job_1'),
    ).toMatchObject({ groupId: 'shared-1' })
  })

  it.each([
    ['a topic is needed', produce, { topicPrefix: true }, 'topic_needed', 'spec.topic'],
    ['no topic at all', produce, { topic: null }, 'topic_needed', 'spec.topic'],
    [
      'a topic outside the prefix',
      { ...produce, topic: 'bills' },
      { topicPrefix: true },
      'not_permitted_by_acl',
      'spec.topic',
    ],
    ['another topic', { ...produce, topic: 'bills' }, {}, 'not_permitted_by_acl', 'spec.topic'],
    ['a consumer that produces', produce, { roles: ['consumer'] }, 'not_permitted_by_acl', undefined],
    ['a producer that consumes', consume, { roles: ['producer'] }, 'not_permitted_by_acl', undefined],
    ['a foreign group', { ...consume, groupId: 'billing' }, {}, 'group_not_allowed', 'spec.groupId'],
    ['a broken key template', { ...produce, key: '{{' }, {}, 'unprocessable', 'spec.key'],
  ] as [string, JobSpec, Partial<KafkaFacts>, string, string | undefined][])(
    'refuses %s',
    (_, spec, changes, code, field) => {
      expect(refusal(spec, changes)).toMatchObject({ code, field })
    },
  )

  it('does not refuse what the paste can’t tell', () => {
    expect(refusal(produce, { roles: null })).toBeNull()
    expect(refusal(consume, { roles: null })).toBeNull()
  })
})

describe('resolveSpec of a round trip', () => {
  const trip: JobSpec = {
    ...{ kind: 'round-trip', count: 10, valueBytes: 200, keys: 5 },
    ...{ compression: 'none', timeoutSeconds: 60 },
  }

  it('fills in topic and group', () => {
    expect(resolveSpec(trip, facts(), 'job_1')).toEqual({
      ...trip,
      ...{ topic: 'orders', groupId: 'relation-6-ks-job_1' },
    })
  })

  it.each([
    [trip, { roles: ['producer'] as const }, 'not_permitted_by_acl'],
    [trip, { roles: ['consumer'] as const }, 'not_permitted_by_acl'],
    [{ ...trip, groupId: 'theirs' }, {}, 'group_not_allowed'],
  ])('needs all of write, read and group: %#', (spec, changes, code) => {
    const roles = 'roles' in changes ? { roles: [...changes.roles] } : {}
    expect(refusal(spec, roles)?.code).toBe(code)
  })
})

it('a sink takes no part in what it does not do', () => {
  const sink = {
    type: 'webhook',
    webhook: 'whk_1',
    format: 'json',
    maxRecords: 1,
    maxBytes: 1024,
  } as const
  const spec: JobSpec = { kind: 'consume', from: 'earliest', sink, members: 2 }
  expect(refusal(spec, {})).toMatchObject({ code: 'unprocessable', field: 'spec.members' })
})

it.each<[JobSpec, string]>([
  [{ ...consume, sink: { type: 'mongodb', profile: 'prf_m' } }, 'spec.sink'],
  [{ ...produce, sink: { type: 'mongodb', profile: 'prf_m' } }, 'spec.sink'],
  [
    { kind: 'produce', value: { type: 'mongodb', profile: 'prf_m', collection: 'c' }, compression: 'none' },
    'spec.value.database',
  ],
])('no database is named after a topic with a dot: %#', (spec, field) => {
  expect(refusal(spec, {})).toBeNull()
  expect(refusal(spec, { topic: 'orders.eu' })).toMatchObject({ code: 'unprocessable', field })
})

it('a database that is named has nothing to do with the topic', () => {
  const value = { type: 'mongodb', profile: 'prf_m', database: 'shop', collection: 'c' } as const
  expect(refusal({ kind: 'produce', value, compression: 'none' }, { topic: 'orders.eu' })).toBeNull()
})
