import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { compressFrameSync, decompressFrameSync } from 'lz4-napi'
import type { Compression } from '#lib/shared/record.ts'
import { lz4FrameBound } from './lz4-frame.ts'
import { packXerial, unpackXerial } from './xerial-snappy.ts'

/** The codecs by their number in a batch's attributes. */
export const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const satisfies readonly Compression[]

/** A batch of 1 MB that says more than this is meant to fill our memory, not to be read. */
export const MAX_UNPACKED_BYTES = 128 * 1024 * 1024
/** More effort makes a batch a few percent smaller and twice as slow; Kafka's own default for throughput. */
const GZIP_LEVEL = 1

/** compress packs the records of one batch as the Java client would. */
export function compress(codec: Compression, body: Buffer): Buffer {
  switch (codec) {
    case 'none':
      return body
    case 'gzip':
      return gzipSync(body, { level: GZIP_LEVEL })
    case 'snappy':
      return packXerial(body)
    case 'lz4':
      return compressFrameSync(body)
    case 'zstd':
      return zstdCompressSync(body)
  }
}

/** decompress unpacks the records of one batch. Throws on broken bytes, and beyond `maxBytes` before taking the memory. */
export function decompress(codec: Compression, body: Buffer, maxBytes: number = MAX_UNPACKED_BYTES): Buffer {
  switch (codec) {
    case 'none':
      return body
    case 'gzip':
      return gunzipSync(body, { maxOutputLength: maxBytes })
    case 'snappy':
      return unpackXerial(body, maxBytes)
    case 'lz4': {
      const bound = lz4FrameBound(body)
      if (bound === null) throw new RangeError('Not an LZ4 frame.')
      if (bound > maxBytes) throw new RangeError(`More than ${maxBytes} bytes in one batch.`)
      return decompressFrameSync(body)
    }
    case 'zstd':
      return zstdDecompressSync(body, { maxOutputLength: maxBytes })
  }
}
