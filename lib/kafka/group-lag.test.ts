import { expect, test } from 'vitest'
import { describePartitions, lagOf, partitionsOf, totalLag } from './group-lag.ts'

test.each([
  [40n, 100n, 60n],
  [100n, 100n, 0n],
  // The topic was made anew under the group.
  [100n, 5n, 0n],
  [null, 5n, null],
  [5n, null, null],
])('lag from %s to %s is %s', (committed, high, lag) => {
  expect(lagOf(committed, high)).toBe(lag)
})

test('adds up what is known', () => {
  expect([totalLag([1n, null, 2n]), totalLag([null]), totalLag([]), totalLag([0n])]).toEqual([
    3n,
    null,
    null,
    0n,
  ])
})

const member = { id: 'm-1', clientId: 'app', host: '/127.0.0.1', instanceId: null }

test('puts what is committed and what is assigned together, each once, in order', () => {
  const committed = [
    { topic: 'b', partition: 10, errorCode: 0, offset: 4n },
    { topic: 'b', partition: 2, errorCode: 0, offset: 5n },
  ]
  const members = [
    { ...member, assigned: [{ topic: 'b', partitions: [2, 3] }] },
    { ...member, id: 'm-2', assigned: [{ topic: 'a', partitions: [0] }] },
  ]
  const partitions = partitionsOf(committed, members)
  expect(partitions.map(({ topic, partition }) => `${topic}/${partition}`)).toEqual([
    'a/0',
    'b/2',
    'b/3',
    'b/10',
  ])
  const answer = (topic: string, partition: number, offset: bigint, errorCode = 0) => ({
    ...{ topic, partition, offset, errorCode },
    timestamp: -1n,
  })
  const found = describePartitions(partitions, {
    committed,
    members,
    lows: [answer('a', 0, 0n), answer('b', 2, 1n), answer('b', 3, 0n), answer('b', 10, -1n, 5)],
    highs: [answer('a', 0, 9n), answer('b', 2, 8n), answer('b', 3, 0n), answer('b', 10, -1n, 5)],
  })
  const none = { committed: null, lag: null, error: null }
  expect(found).toEqual([
    { ...none, topic: 'a', partition: 0, low: '0', high: '9', member: 'm-2' },
    { ...none, topic: 'b', partition: 2, committed: '5', low: '1', high: '8', lag: '3', member: 'm-1' },
    { ...none, topic: 'b', partition: 3, low: '0', high: '0', member: 'm-1' },
    {
      ...none,
      ...{ topic: 'b', partition: 10, committed: '4', low: null, high: null, member: null },
      error: 'LEADER_NOT_AVAILABLE',
    },
  ])
})
