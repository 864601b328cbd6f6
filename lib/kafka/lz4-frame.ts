const MAGIC = 0x184d2204
const BLOCK_SIZE_BITS = 4
const BLOCK_UNCOMPRESSED = 0x8000_0000
/** A length is written in bytes of up to 255, so nothing packs better. */
const MOST_FOR_ONE_BYTE = 255
/** Block sizes by their code in the frame's descriptor: 64 KiB to 4 MiB (LZ4 frame format 1.6). */
const blockSizes: Readonly<Record<number, number>> = { 4: 1 << 16, 5: 1 << 18, 6: 1 << 20, 7: 1 << 22 }

/**
 * lz4FrameBound says the most bytes that an LZ4 frame can unpack to, by counting its blocks, without unpacking any.
 * The decoder itself knows no limit. Null when the bytes are no frame.
 */
export function lz4FrameBound(frame: Buffer): number | null {
  if (frame.length < 7 || frame.readUInt32LE(0) !== MAGIC) return null
  const flags = frame.readUInt8(4)
  const blockSize = blockSizes[(frame.readUInt8(5) >> BLOCK_SIZE_BITS) & 7]
  if (blockSize === undefined) return null
  const blockChecksum = flags & 0x10 ? 4 : 0
  let position = 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0)
  let bound = 0
  while (position + 4 <= frame.length) {
    const size = frame.readUInt32LE(position)
    if (size === 0) return bound
    const stored = size >= BLOCK_UNCOMPRESSED
    const bytes = stored ? size - BLOCK_UNCOMPRESSED : size
    bound += stored ? bytes : Math.min(blockSize, bytes * MOST_FOR_ONE_BYTE)
    position += 4 + bytes + blockChecksum
  }
  return bound
}
