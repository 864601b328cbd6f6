import { expect, test } from 'vitest'
import { labelsOf, readProfileView, selectProfiles, writeProfileView } from './select-profiles.ts'
import { kafkaFacts, makeProfile } from './testing/make-profile.ts'

const verdict = { message: '', milliseconds: 1, rights: [], cluster: null }
const at = '2026-01-01T00:00:00.000Z'

const profiles = [
  makeProfile({
    id: 'prf_1',
    name: 'orders 10',
    labels: ['production'],
    lastUsedAt: '2026-01-02T00:00:00.000Z',
  }),
  makeProfile({
    id: 'prf_2',
    name: 'Orders 9',
    labels: ['production', 'eu'],
    lastCheck: { at, verdict: { ...verdict, verdict: 'failed' } },
  }),
  makeProfile({
    id: 'prf_3',
    name: 'clicks',
    facts: { ...kafkaFacts, topic: 'clickstream', username: 'relation-31' },
    lastCheck: { at, verdict: { ...verdict, verdict: 'authorized' } },
    lastUsedAt: '2026-01-03T00:00:00.000Z',
  }),
]

function names(query: string): string[] {
  return selectProfiles(profiles, readProfileView(new URLSearchParams(query))).map((profile) => profile.name)
}

test.each([
  ['', ['clicks', 'Orders 9', 'orders 10']],
  ['sort=-name', ['orders 10', 'Orders 9', 'clicks']],
  ['sort=health', ['Orders 9', 'orders 10', 'clicks']],
  ['sort=-used', ['clicks', 'orders 10', 'Orders 9']],
  ['q=RELATION-31', ['clicks']],
  ['q=orders+production', ['Orders 9', 'orders 10']],
  ['q=10.1.0.2', ['clicks', 'Orders 9', 'orders 10']],
  ['label=eu', ['Orders 9']],
  ['label=eu&q=clicks', []],
  ['sort=nonsense', ['clicks', 'Orders 9', 'orders 10']],
])('shows for ?%s', (query, expected) => {
  expect(names(query)).toEqual(expected)
})

test('writes a view as it was read', () => {
  for (const query of ['', 'q=a+b', 'q=a&label=eu&sort=-used', 'sort=health']) {
    expect(writeProfileView(readProfileView(new URLSearchParams(query))).toString()).toBe(query)
  }
})

test('orders labels by use', () => {
  expect(labelsOf(profiles)).toEqual(['production', 'eu'])
})
