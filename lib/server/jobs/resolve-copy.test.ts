import { describe, expect, it } from 'vitest'
import { CopySpecSchema } from '#lib/shared/copy-spec.ts'
import { type KafkaFacts, KafkaFactsSchema } from '#lib/shared/credential.ts'
import { resolveSpec } from './resolve-spec.ts'

const facts = (changes: Partial<KafkaFacts> = {}): KafkaFacts =>
  KafkaFactsSchema.parse({
    ...{ product: 'kafka', unit: null, bootstrapServers: ['kafka-0:9092'], alternativeProtocols: [] },
    ...{ securityProtocol: 'SASL_PLAINTEXT', saslMechanism: 'SCRAM-SHA-512', username: 'relation-6' },
    ...{ topic: 'orders', topicPrefix: false, consumerGroupPrefix: 'relation-6-', roles: ['consumer'] },
    ...{ entityPermissions: [], certificateAuthorities: [], notes: [], secrets: ['password'] },
    ...changes,
  })

const elsewhere = (changes: Partial<KafkaFacts> = {}) =>
  facts({ bootstrapServers: ['b-0:9092'], topic: 'archive', roles: ['producer'], ...changes })

const copy = (changes: object = {}) => CopySpecSchema.parse({ kind: 'copy', target: {}, ...changes })

const refusal = (changes: object, own: Partial<KafkaFacts> = {}, target = elsewhere()) => {
  try {
    resolveSpec(copy(changes), facts(own), 'job_1', target)
    return null
  } catch (error) {
    const { code, field } = error as { code: string; field?: string }
    return { code, field }
  }
}

describe('a copy', () => {
  it('goes from the granted topic to the granted topic of the other profile', () => {
    expect(resolveSpec(copy(), facts(), 'job_1', elsewhere())).toEqual({
      ...copy(),
      topic: 'orders',
      target: { topic: 'archive' },
    })
  })

  it('reads in a group of its own under the prefix when asked to', () => {
    expect(resolveSpec(copy({ group: { idleSeconds: 5 } }), facts(), 'job_1', elsewhere())).toMatchObject({
      group: { id: 'relation-6-ks-job_1', idleSeconds: 5 },
    })
  })

  it.each([
    ['a foreign group', { group: { id: 'billing' } }, {}, 'group_not_allowed', 'spec.group.id'],
    ['part of a topic in a group', { group: {}, partitions: [1] }, {}, 'unprocessable', 'spec.partitions'],
    ['a range in a group', { group: {}, from: 'newest:5' }, {}, 'unprocessable', 'spec.from'],
    ['a reader that may not read', {}, { roles: ['producer'] }, 'not_permitted_by_acl', undefined],
    ['another topic than granted', { topic: 'bills' }, {}, 'not_permitted_by_acl', 'spec.topic'],
    [
      'another topic than granted there',
      { target: { topic: 'bills' } },
      {},
      'not_permitted_by_acl',
      'spec.target.topic',
    ],
    ['a filter that is not right', { filter: { expr: 'value.' } }, {}, 'bad_request', 'spec.filter.expr'],
    [
      'a mapping to one place',
      {
        mapping: {
          fields: [
            { from: 'a', to: 'x' },
            { from: 'b', to: 'x' },
          ],
        },
      },
      {},
      'unprocessable',
      'spec.mapping.fields.1.to',
    ],
  ] as [string, object, Partial<KafkaFacts>, string, string | undefined][])(
    'refuses %s',
    (_, changes, own, code, field) => {
      expect(refusal(changes, own)).toEqual({ code, field })
    },
  )

  it('refuses a target that may not write', () => {
    expect(refusal({}, {}, elsewhere({ roles: ['consumer'] }))).toMatchObject({
      code: 'not_permitted_by_acl',
    })
  })

  it('refuses a topic that would be copied to itself without end, and only that', () => {
    const both = { roles: ['producer', 'consumer'] }
    const loop = { code: 'unprocessable', field: 'spec.target.topic' }
    expect(refusal({ to: 'live' }, both, facts(both))).toEqual(loop)
    expect(refusal({ group: {} }, both, facts(both))).toEqual(loop)
    expect(refusal({}, both, facts(both))).toBeNull()
    expect(refusal({ to: 'live', filter: { expr: 'headers["copy"] == null' } }, both, facts(both))).toBeNull()
    expect(refusal({ to: 'live' }, both, elsewhere({ topic: 'orders' }))).toBeNull()
  })
})
