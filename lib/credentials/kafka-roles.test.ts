import { describe, expect, it } from 'vitest'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { ParsedPaste } from './credential.ts'
import { kafkaFacts, kafkaPaste } from './fixtures/load-fixture.ts'
import { parseCredentials } from './parse-credentials.ts'

function codes(parsed: ParsedPaste): string[] {
  return parsed.issues.map(({ code, line }) => `${code}@${line ?? '-'}`)
}

function facts(text: string): [unknown, string[]] {
  const parsed = parseCredentials(text)
  expect(parsed.credentials.length).toBeLessThanOrEqual(1)
  return [parsed.credentials[0]?.facts ?? null, codes(parsed)]
}

describe('topic, group prefix, roles', () => {
  const data = (value: unknown): string => `'${JSON.stringify(value)}'`
  const cases: [Record<string, string | null>, Partial<KafkaFacts> | null, string[]][] = [
    [{ resource: 'orders' }, {}, []],
    [{ resource: 'bills' }, {}, ['topics_differ@6']],
    [{ topic: null, resource: 'bills' }, { topic: 'bills' }, []],
    [{ topic: null }, { topic: null }, ['topic_missing@1']],
    [
      { topic: 'abc*' },
      {
        topic: 'abc',
        topicPrefix: true,
        notes: ['The topic is a prefix: every topic whose name begins with it is granted.'],
      },
      ['topic_prefix@6'],
    ],
    [{ topic: '"ab*"' }, { topic: null }, ['topic_invalid@6']],
    [{ topic: 'not a topic' }, { topic: null }, ['topic_invalid@6']],
    [{ topic: '0123' }, { topic: '0123' }, []],
    [{ 'consumer-group-prefix': 'cg' }, { consumerGroupPrefix: 'cg' }, []],
    [{ 'consumer-group-prefix': 'None' }, { consumerGroupPrefix: null }, []],
    [
      { 'consumer-group-prefix': null, data: data({ 'extra-user-roles': 'consumer' }) },
      { consumerGroupPrefix: null, roles: ['consumer'] },
      ['group_prefix_missing@1'],
    ],
    [{ data: data({ 'extra-user-roles': 'admin' }) }, { roles: ['admin'] }, []],
    [{ data: data({ 'extra-user-roles': 'myproducer-x' }) }, { roles: ['producer'] }, []],
    [
      { data: data({ 'extra-user-roles': ['consumer', 'producer'] }) },
      { roles: ['producer', 'consumer'] },
      [],
    ],
    [{ data: data({ 'extra-user-roles': '' }) }, { roles: [] }, []],
    [{ data: data({ r1: { 'extra-user-roles': 'producer' } }) }, { roles: ['producer'] }, []],
    [
      { data: data({ requests: JSON.stringify([{ 'extra-user-roles': 'consumer' }]) }) },
      { roles: ['consumer'] },
      [],
    ],
    [{ data: data({ resource: 'orders' }) }, {}, []],
    [{ data: "'{not json'" }, {}, ['roles_unreadable@8']],
    [{ data: "'null'" }, {}, ['roles_unreadable@8']],
    [{ data: '{"extra-user-roles": "producer"}' }, { roles: ['producer'] }, []],
    [{ 'extra-user-roles': 'producer,consumer' }, { roles: ['producer', 'consumer'] }, []],
    [
      {
        data: data({
          'extra-user-roles': 'producer',
          'entity-permissions': [
            { resource_type: 'topic', resource_name: 'bills', privileges: ['read', 'DELETE'] },
          ],
        }),
      },
      {
        roles: ['producer'],
        entityPermissions: [{ resourceType: 'TOPIC', resourceName: 'bills', privileges: ['READ', 'DELETE'] }],
      },
      [],
    ],
    [
      {
        data: data({
          'entity-permissions': JSON.stringify([
            { 'resource-type': 'GROUP', 'resource-name': 'g', privileges: ['READ'] },
            { nonsense: 1 },
          ]),
        }),
      },
      { entityPermissions: [{ resourceType: 'GROUP', resourceName: 'g', privileges: ['READ'] }] },
      [],
    ],
  ]
  it.each(cases)('%j', (different, expected, issues) => {
    const [found, told] = facts(kafkaPaste(different))
    expect(found).toEqual(expected === null ? null : kafkaFacts(expected))
    expect(told.toSorted()).toEqual(issues.toSorted())
  })
})
