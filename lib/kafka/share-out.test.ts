import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareOut } from './share-out.ts'

function ranges(...sizes: readonly number[]) {
  return sizes.map((size, partition) => ({
    partition,
    low: '0',
    high: String(size),
    from: '0',
    to: String(size),
  }))
}

function partitions(sizes: readonly number[], threads: number): number[][] {
  return shareOut(ranges(...sizes), threads).map((share) => share.map(({ partition }) => partition))
}

describe('shareOut', () => {
  it.each<[string, number[], number, number[][]]>([
    ['a small topic stays together', [10, 10, 10], 4, [[0, 1, 2]]],
    ['no partition at all is one empty share', [], 4, [[]]],
    ['one partition is never divided', [9_000_000], 4, [[0]]],
    ['empty partitions are no reason for a thread', [9_000_000, 0, 0], 4, [[0, 1, 2]]],
    ['three equal ones over two', [900_000, 900_000, 900_000], 2, [[0, 2], [1]]],
    ['a large one and small ones', [100_000, 900_000, 100_000, 100_000], 2, [[1], [0, 2, 3]]],
    ['no more threads than the records are worth', [200_000, 200_000, 200_000], 4, [[0, 2], [1]]],
  ])('%s', (_, sizes, threads, wanted) => {
    expect(partitions(sizes, threads)).toEqual(wanted)
  })

  it('gives every partition to exactly one share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(2_000_000), { maxLength: 20 }),
        fc.integer({ min: 1, max: 8 }),
        (sizes, threads) => {
          const shares = partitions(sizes, threads)
          expect(shares.length).toBeLessThanOrEqual(threads)
          expect(shares.flat().sort((a, b) => a - b)).toEqual(sizes.map((_size, partition) => partition))
        },
      ),
    )
  })
})
