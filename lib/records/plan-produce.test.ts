import { expect, test } from 'vitest'
import { partitionOfKey } from './partitioner.ts'
import { type PlannedSpec, type PlannedTopic, planProduce } from './plan-produce.ts'
import { seededChance } from './seeded-chance.ts'

const NOW = Date.UTC(2026, 10, 30)
const DAY = 86_400_000
const planOf = (spec: Partial<PlannedSpec>, topic: Partial<PlannedTopic> = {}) =>
  planProduce(
    { value: { type: 'template', template: '{"n":{{sequence}},"p":{{sequence 0 3}}}' }, ...spec },
    { partitions: 4, configuration: null, ...topic, origin: 'here', chance: seededChance(1), now: () => NOW },
  )

test.each([
  ['a count at a rate', { count: 1_000, rate: 50 }, { count: 1_000, seconds: 20 }],
  ['a time at a rate', { durationSeconds: 30, rate: 50 }, { count: 1_500, seconds: 30 }],
  [
    'a time as fast as it goes',
    { durationSeconds: 30 },
    { count: null, bytes: null, seconds: 30, partitions: null },
  ],
  ['until it is stopped', { rate: 5 }, { count: null, seconds: null }],
])('%s', async (_, spec, expected) => {
  expect(await planOf(spec)).toMatchObject(expected)
})

const records = async (spec: Partial<PlannedSpec>) =>
  (await planOf(spec)).partitions?.map((each) => each.records)

test('what each partition gets is told from the records', async () => {
  expect(await records({ count: 400 })).toEqual([100, 100, 100, 100])
  expect(await records({ count: 400, key: 'one' })).toEqual(
    [0, 1, 2, 3].map((partition) => (partition === partitionOfKey('one', 4) ? 400 : 0)),
  )
  expect(await records({ count: 400, key: 'one', partition: { type: 'round-robin' } })).toEqual([
    100, 100, 100, 100,
  ])
  expect(await records({ count: 8, partition: { type: 'fixed', partition: 2 } })).toEqual([0, 0, 8, 0])
  expect(await records({ count: 2, partition: { type: 'field', path: 'p' } })).toEqual([1, 0, 0, 1])
  const keyed = await records({ count: 300, key: { type: 'cycle', keys: 50 } })
  expect(keyed?.reduce((sum, each) => sum + each, 0)).toBe(300)
})

test('times that a topic would not keep or take are warned of', async () => {
  const warnings = async (timestamp: PlannedSpec['timestamp']) =>
    (await planOf({ count: 2, timestamp })).warnings
  expect(await warnings({ type: 'fixed', at: NOW - DAY })).toEqual([])
  expect(await warnings({ type: 'fixed', at: NOW - 8 * DAY })).toEqual([
    expect.stringContaining('older than 7 days'),
  ])
  expect(await warnings({ type: 'range', from: NOW - 8 * DAY, to: NOW + DAY })).toEqual([
    expect.stringContaining('older than 7 days'),
    expect.stringContaining('an hour ahead'),
  ])
})

test.each([
  ['is unknown', null, 8 * DAY, 'How long this topic keeps records is unknown'],
  ['is shorter', { retentionMs: 1.5 * DAY, cleanupPolicy: 'delete' }, 2 * DAY, 'than the 36 hours for which'],
  [
    'is shorter, and it is compacted too',
    { retentionMs: 2 * DAY, cleanupPolicy: 'compact,delete' },
    3 * DAY,
    '2 days',
  ],
  ['is longer', { retentionMs: 30 * DAY, cleanupPolicy: 'delete' }, 8 * DAY, null],
  ['has no end', { retentionMs: -1, cleanupPolicy: 'delete' }, 8 * DAY, null],
  ['deletes nothing', { retentionMs: DAY, cleanupPolicy: 'compact' }, 8 * DAY, null],
])('the topic’s retention %s', async (_, configuration, age, expected) => {
  const plan = await planOf({ count: 2, timestamp: { type: 'fixed', at: NOW - age } }, { configuration })
  expect(plan.warnings).toEqual(expected === null ? [] : [expect.stringContaining(expected)])
})

test('a partition that the topic does not have is warned of', async () => {
  const plan = await planOf({ count: 2, partition: { type: 'fixed', partition: 9 } })
  expect(plan.warnings).toEqual(['The topic has no partition 9: it has 4, counted from 0.'])
})
