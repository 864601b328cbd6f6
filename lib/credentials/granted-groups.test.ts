import { expect, test } from 'vitest'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import { grantedGroups, groupNotAllowed, mayUseGroup } from './granted-groups.ts'

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
