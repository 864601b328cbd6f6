import { describe, expect, it } from 'vitest'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import { kafkaFacts } from './fixtures/load-fixture.ts'
import { predictRights } from './predict-rights.ts'

function predicted(different: Partial<KafkaFacts>): Record<string, string> {
  return Object.fromEntries(
    predictRights(kafkaFacts(different)).map(({ id, predicted: answer }) => [id, answer]),
  )
}

const all = {
  'topic.describe': 'no',
  'topic.read': 'no',
  'topic.write': 'no',
  'topic.create': 'no',
  'topic.delete': 'no',
  'topic.alter': 'no',
  'topic.configs': 'no',
  'group.read': 'no',
  'group.delete': 'no',
  'cluster.admin': 'no',
}
const every = (answer: string): Record<string, string> =>
  Object.fromEntries(Object.keys(all).map((id) => [id, answer]))

describe('predictRights', () => {
  it.each<[Partial<KafkaFacts>, Record<string, string>]>([
    [
      { roles: ['producer'] },
      { ...all, 'topic.describe': 'yes', 'topic.write': 'yes', 'topic.create': 'yes' },
    ],
    [{ roles: ['consumer'] }, { ...all, 'topic.describe': 'yes', 'topic.read': 'yes', 'group.read': 'yes' }],
    [
      { roles: ['producer', 'consumer'] },
      {
        ...all,
        'topic.describe': 'yes',
        'topic.write': 'yes',
        'topic.create': 'yes',
        'topic.read': 'yes',
        'group.read': 'yes',
      },
    ],
    [{ roles: ['admin'] }, every('yes')],
    [{ roles: null }, every('unknown')],
    [{ roles: [] }, all],
    [
      {
        roles: [],
        entityPermissions: [
          { resourceType: 'TOPIC', resourceName: 'ord*', privileges: ['DELETE'] },
          { resourceType: 'TOPIC', resourceName: 'bills', privileges: ['WRITE'] },
          { resourceType: 'GROUP', resourceName: '*', privileges: ['READ'] },
        ],
      },
      { ...all, 'topic.describe': 'yes', 'topic.delete': 'yes', 'group.read': 'yes' },
    ],
  ])('%j', (facts, rights) => {
    expect(predicted(facts)).toEqual(rights)
  })

  it('names what each right is about, and that nothing is proved yet', () => {
    const rights = predictRights(kafkaFacts({ roles: ['producer'], topicPrefix: true }))
    expect(rights.map(({ resource }) => resource)).toEqual([
      ...Array.from({ length: 7 }, () => 'orders*'),
      'relation-8-*',
      'relation-8-*',
      'cluster',
    ])
    expect(new Set(rights.map(({ proved }) => proved))).toEqual(new Set(['unknown']))
    expect(rights[1]).toEqual({
      id: 'topic.read',
      resource: 'orders*',
      predicted: 'no',
      proved: 'unknown',
      reason: 'Reading records needs the role consumer.',
    })
  })
})
