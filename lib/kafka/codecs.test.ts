import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { compressFrameSync } from 'lz4-napi'
import { compressSync } from 'snappy'
import { describe, expect, it } from 'vitest'
import { codecs, compress, decompress } from './codecs.ts'

/** Text that packs well, and bytes that do not. */
const body = fc.oneof(
  fc.uint8Array({ maxLength: 5_000 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(fc.string({ maxLength: 20 }), fc.nat({ max: 10_000 }))
    .map(([text, times]) => Buffer.from(text.repeat(times))),
)

describe.each(codecs)('%s', (codec) => {
  it('unpacks what it packed', () => {
    fc.assert(
      fc.property(body, (bytes) => {
        expect(decompress(codec, compress(codec, bytes)).equals(bytes)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('never hangs or gives more than it may on broken bytes', () => {
    const packed = compress(codec, Buffer.from('{"id":1}'.repeat(500)))
    fc.assert(
      fc.property(fc.nat({ max: packed.length - 1 }), fc.nat({ max: 255 }), fc.nat(), (place, byte, cut) => {
        const broken = Buffer.from(packed.subarray(0, packed.length - (cut % 8)))
        broken[place] = byte
        try {
          expect(decompress(codec, broken, 100_000).length).toBeLessThanOrEqual(100_000)
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
        }
      }),
    )
  })
})

it.each([
  ['gzip', gzipSync(Buffer.alloc(1_000_000))],
  ['snappy', compressSync(Buffer.alloc(1_000_000))],
  ['lz4', compressFrameSync(Buffer.alloc(1_000_000))],
  ['zstd', zstdCompressSync(Buffer.alloc(1_000_000))],
] as const)('%s: refuses a bomb', (codec, bomb) => {
  expect(bomb.length).toBeLessThan(60_000)
  expect(() => decompress(codec, bomb, 500_000)).toThrow()
  expect(decompress(codec, bomb, 2_000_000)).toHaveLength(1_000_000)
})

it('reads snappy as one bare block, as librdkafka writes it, and in frames as Java does', () => {
  const bytes = Buffer.from('bare'.repeat(100))
  expect(decompress('snappy', compressSync(bytes)).equals(bytes)).toBe(true)
  const framed = compress('snappy', Buffer.alloc(100_000, 'x'))
  expect(framed.subarray(1, 7).toString('latin1')).toBe('SNAPPY')
  expect(decompress('snappy', framed)).toHaveLength(100_000)
})
