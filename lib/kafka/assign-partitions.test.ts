import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignPartitions, strategies } from './assign-partitions.ts'
import {
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from './consumer-protocol.ts'

const members = (topics: readonly string[], ...ids: string[]) => ids.map((memberId) => ({ memberId, topics }))

describe('assignPartitions', () => {
  it('shares ranges as Java’s RangeAssignor does: the first members get one more', () => {
    expect(assignPartitions('range', members(['t'], 'b', 'a', 'c'), new Map([['t', 7]]))).toEqual(
      new Map([
        ['b', [{ topic: 't', partitions: [3, 4] }]],
        ['a', [{ topic: 't', partitions: [0, 1, 2] }]],
        ['c', [{ topic: 't', partitions: [5, 6] }]],
      ]),
    )
  })

  it('leaves members without a partition when there are too few, and topics that nobody wants', () => {
    const counts = new Map([
      ['t', 1],
      ['unwanted', 3],
    ])
    expect(assignPartitions('roundrobin', members(['t'], 'a', 'b'), counts)).toEqual(
      new Map([
        ['a', [{ topic: 't', partitions: [0] }]],
        ['b', []],
      ]),
    )
  })

  it('gives every partition to exactly one subscriber, with shares that differ by one at most', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...strategies),
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 0, max: 60 }),
        (strategy, ids, count) => {
          const shares = assignPartitions(strategy, members(['t'], ...ids), new Map([['t', count]]))
          const sizes = [...shares.values()].map((share) => share[0]?.partitions.length ?? 0)
          const all = [...shares.values()].flatMap((share) => share[0]?.partitions ?? [])
          expect(all.toSorted((a, b) => a - b)).toEqual(
            Array.from({ length: count }, (_, partition) => partition),
          )
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})

describe('the consumer protocol', () => {
  it('reads back what it wrote', () => {
    const name = fc.string({ minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(
        fc.array(fc.record({ topic: name, partitions: fc.array(fc.nat(100_000)) })),
        (assignment) => {
          expect(decodeAssignment(encodeAssignment(assignment))).toEqual(assignment)
          const topics = assignment.map(({ topic }) => topic)
          expect(decodeSubscription(encodeSubscription(topics))).toEqual(topics)
        },
      ),
    )
    expect(decodeAssignment(Buffer.alloc(0))).toEqual([])
  })
})
