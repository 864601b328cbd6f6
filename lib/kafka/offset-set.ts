/** 1,024 offsets in 128 bytes: dense where a partition is ours alone, and little where others write most of it. */
const CHUNK_BITS = 10
const CHUNK_WORDS = 2 ** CHUNK_BITS / 32
const CHUNK_MASK = 2 ** CHUNK_BITS - 1

/** OffsetSet remembers offsets of one partition, a bit for each. */
export class OffsetSet {
  readonly #chunks = new Map<number, Uint32Array>()
  #last: { readonly number: number; readonly words: Uint32Array } | null = null

  /** add gives false when the offset was there already. */
  add(offset: number): boolean {
    const words = this.#chunk(Math.floor(offset / 2 ** CHUNK_BITS))
    const low = offset & CHUNK_MASK
    const bit = 1 << (low & 31)
    const word = words[low >>> 5] ?? 0
    if (word & bit) return false
    words[low >>> 5] = word | bit
    return true
  }

  #chunk(number: number): Uint32Array {
    if (this.#last?.number === number) return this.#last.words
    let words = this.#chunks.get(number)
    if (!words) {
      words = new Uint32Array(CHUNK_WORDS)
      this.#chunks.set(number, words)
    }
    this.#last = { number, words }
    return words
  }
}
