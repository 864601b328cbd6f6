import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { murmur2, partitionOfKey } from './partitioner.ts'

describe('murmur2', () => {
  // The vectors of the Java client's own UtilsTest.
  it.each([
    ['21', -973_932_308],
    ['foobar', -790_332_482],
    ['a-little-bit-long-string', -985_981_536],
    ['a-little-bit-longer-string', -1_486_304_829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
    ['abc', 479_470_107],
  ])('hashes %s as the Java client does', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash)
  })
})

// What `BuiltInPartitioner.partitionForKey` of kafka-clients 4.1.0 gave, in a program of ten lines run on its jar.
const COUNTS = [1, 2, 3, 5, 7, 12, 100, 1000]
const JAVA: readonly (readonly [string, readonly number[]])[] = [
  ['', [0, 1, 0, 1, 2, 9, 81, 681]],
  ['a', [0, 0, 1, 4, 5, 4, 24, 524]],
  ['ab', [0, 0, 2, 4, 0, 2, 34, 434]],
  ['abc', [0, 1, 0, 2, 4, 3, 7, 107]],
  ['abcd', [0, 0, 2, 0, 5, 8, 0, 100]],
  ['order-1', [0, 0, 1, 1, 4, 10, 26, 326]],
  ['order-2', [0, 1, 0, 3, 1, 3, 43, 643]],
  ['user-4711', [0, 1, 0, 4, 3, 3, 19, 19]],
  ['käse', [0, 1, 1, 3, 0, 1, 93, 893]],
  ['日本', [0, 1, 0, 2, 1, 3, 27, 627]],
  ['🙂', [0, 1, 0, 4, 4, 3, 99, 799]],
  ['0', [0, 0, 2, 1, 3, 8, 96, 396]],
  ['1', [0, 1, 0, 4, 2, 3, 59, 159]],
  ['42', [0, 0, 1, 2, 3, 4, 72, 972]],
  ['relation-8-orders', [0, 0, 0, 3, 5, 0, 48, 748]],
  ['\0', [0, 0, 2, 3, 0, 8, 88, 588]],
  ['a\nb', [0, 0, 1, 3, 0, 4, 28, 928]],
  ['The quick brown fox jumps over the lazy dog', [0, 0, 0, 3, 3, 6, 18, 318]],
]

describe('partitionOfKey', () => {
  it.each(JAVA)('puts %j where the Java client puts it', (key, partitions) => {
    expect(COUNTS.map((count) => partitionOfKey(key, count))).toEqual(partitions)
  })

  it('hashes every byte as the Java client does', () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    expect([partitionOfKey(all, 1000), murmur2(all)]).toEqual([374, -1_948_347_274])
  })

  it('stays inside the partitions and is the same for text and bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 1000 }), (key, partitions) => {
        const partition = partitionOfKey(key, partitions)
        expect(partition).toBeGreaterThanOrEqual(0)
        expect(partition).toBeLessThan(partitions)
        expect(partitionOfKey(Buffer.from(key), partitions)).toBe(partition)
      }),
    )
  })
})
