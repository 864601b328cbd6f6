import { compressSync, uncompressSync } from 'snappy'

/** The magic and the two version numbers before the blocks (snappy-java's SnappyOutputStream). */
const HEADER = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1])
const MAGIC_BYTES = 8
/** What snappy-java uses; its reader takes any size. */
const BLOCK_BYTES = 32 * 1024

export class SnappyFormatError extends Error {
  override readonly name = 'SnappyFormatError'
}

/** The raw block's own first varint: how many bytes it unpacks to. */
function unpackedLength(block: Buffer): number {
  let length = 0
  for (let index = 0; index < 5; index++) {
    const byte = block[index]
    if (byte === undefined) break
    length += (byte & 0x7f) * 128 ** index
    if (byte < 0x80) return length
  }
  throw new SnappyFormatError('A snappy block without a length.')
}

function* blocksOf(body: Buffer): Generator<Buffer> {
  if (body.length < HEADER.length || body.compare(HEADER, 0, MAGIC_BYTES, 0, MAGIC_BYTES) !== 0) {
    // librdkafka and others write one bare block.
    yield body
    return
  }
  for (let position = HEADER.length; position + 4 <= body.length; ) {
    const length = body.readInt32BE(position)
    const start = position + 4
    if (length < 0 || start + length > body.length) throw new SnappyFormatError('A snappy block is cut.')
    yield body.subarray(start, start + length)
    position = start + length
  }
}

/** unpackXerial unpacks Kafka's snappy: Java's framing, or one bare block. Throws beyond `maxBytes`. */
export function unpackXerial(body: Buffer, maxBytes: number): Buffer {
  const parts: Buffer[] = []
  let total = 0
  for (const block of blocksOf(body)) {
    total += unpackedLength(block)
    if (total > maxBytes) throw new SnappyFormatError(`More than ${maxBytes} bytes in one batch.`)
    const part = uncompressSync(block, { asBuffer: true })
    parts.push(typeof part === 'string' ? Buffer.from(part) : part)
  }
  const [only] = parts
  return parts.length === 1 && only ? only : Buffer.concat(parts)
}

/** packXerial packs with Java's framing, the only one that every consumer reads. */
export function packXerial(body: Buffer): Buffer {
  const parts: Buffer[] = [HEADER]
  for (let position = 0; position < body.length; position += BLOCK_BYTES) {
    const block = compressSync(body.subarray(position, position + BLOCK_BYTES))
    const length = Buffer.allocUnsafe(4)
    length.writeInt32BE(block.length)
    parts.push(length, block)
  }
  return Buffer.concat(parts)
}
