const encoder = new TextEncoder()

const SEED = 0x9747b28c
const M = 0x5bd1e995
const R = 24

/**
 * murmur2 hashes bytes as the Java client's `Utils.murmur2` does (MurmurHash 2, 32 bits, fixed seed), so that a key
 * lands in the same partition whoever writes it. Gives a signed 32-bit number.
 */
export function murmur2(data: Uint8Array): number {
  const { length } = data
  let hash = SEED ^ length
  const end = length & ~3
  for (let at = 0; at < end; at += 4) {
    let word =
      (data[at] ?? 0) |
      ((data[at + 1] ?? 0) << 8) |
      ((data[at + 2] ?? 0) << 16) |
      ((data[at + 3] ?? 0) << 24) |
      0
    word = Math.imul(word, M)
    word ^= word >>> R
    word = Math.imul(word, M)
    hash = Math.imul(hash, M)
    hash ^= word
  }
  const left = length & 3
  if (left === 3) hash ^= (data[end + 2] ?? 0) << 16
  if (left >= 2) hash ^= (data[end + 1] ?? 0) << 8
  if (left >= 1) {
    hash ^= data[end] ?? 0
    hash = Math.imul(hash, M)
  }
  hash ^= hash >>> 13
  hash = Math.imul(hash, M)
  hash ^= hash >>> 15
  return hash | 0
}

/** partitionOfKey gives the partition that the Java client's default partitioner picks for a key. */
export function partitionOfKey(key: string | Uint8Array, partitions: number): number {
  const bytes = typeof key === 'string' ? encoder.encode(key) : key
  return (murmur2(bytes) & 0x7fffffff) % partitions
}
