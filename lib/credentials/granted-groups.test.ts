import { expect, test } from 'vitest'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import { grantedGroups, groupNotAllowed, joinableGroups, mayUseGroup, ownGroup } from './granted-groups.ts'

const facts = (over: Partial<KafkaFacts>) =>
  ({
    roles: ['consumer'],
    username: 'relation-6',
    consumerGroupPrefix: 'shop-',
    entityPermissions: [],
    ...over,
  }) as unknown as KafkaFacts

const billing = { resourceType: 'GROUP', resourceName: 'billing', privileges: ['READ'] }

test.each([
  ['the prefix of the paste', {}, ['shop-*']],
  ['the charm’s own default without one', { consumerGroupPrefix: null }, ['relation-6-*']],
  ['any for an admin', { roles: ['admin'] as const }, null],
  ['not known for a certificate without a prefix', { consumerGroupPrefix: null, username: null }, null],
  [
    'and what entity permissions add',
    { entityPermissions: [billing, { ...billing, resourceType: 'TOPIC', resourceName: 'orders' }] },
    ['shop-*', 'billing'],
  ],
] satisfies [string, object, string[] | null][])('%s', (_, over, expected) => {
  expect(grantedGroups(facts(over as Partial<KafkaFacts>))).toEqual(expected)
})

test('a prefix covers what begins with it, a name only itself', () => {
  const granted = ['shop-*', 'billing']
  expect(['shop-', 'shop-a', 'billing', 'billing2', 'sho', ''].map((id) => mayUseGroup(granted, id))).toEqual(
    [true, true, true, false, false, false],
  )
  expect(mayUseGroup(null, 'whatever')).toBe(true)
})

test('says which ids there are', () => {
  expect(groupNotAllowed(['shop-*', 'billing']).message).toBe(
    'This user may use only consumer groups whose id begins with “shop-” or is “billing”.',
  )
})

test('joins only what may be read, and makes up an id that may be joined', () => {
  const entityPermissions = [
    { resourceType: 'GROUP', resourceName: 'billing', privileges: ['READ'] },
    { resourceType: 'GROUP', resourceName: 'watched', privileges: ['DESCRIBE'] },
  ]
  const related = facts({ consumerGroupPrefix: 'shop-', entityPermissions })
  expect([joinableGroups(related), ownGroup(related, '1')]).toEqual([['shop-*', 'billing'], 'shop-ks-1'])
  const untold = facts({ consumerGroupPrefix: null, username: 'relation-6' })
  expect([joinableGroups(untold), ownGroup(untold, '1')]).toEqual([['relation-6-*'], 'relation-6-ks-1'])
})
