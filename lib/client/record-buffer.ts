/** 32 MB hold some 100,000 records of 300 bytes; a tab that shows them takes no more however long it stays open. */
export const RECORD_BUFFER_BYTES = 32 * 1024 * 1024
/** More rows than anybody scrolls through; what is older is found by narrowing the range or the filter. */
export const RECORD_BUFFER_LINES = 100_000

/**
 * RecordBuffer keeps the newest lines of a stream as bytes in one fixed block of memory. Lines are numbered from 0
 * without gaps; `first` is the oldest that is still kept and `end` the number that the next line will get.
 *
 * A line never wraps around the end of the block, so reading one is a view on the block and copies nothing. That
 * view is good until the next `append`.
 */
export class RecordBuffer {
  readonly #bytes: Uint8Array
  /**
   * Where each line starts, counted in bytes ever written (2^53 of them last for decades). The place in the block
   * is this number modulo its size, and a line is overwritten exactly when the writing is a block's size ahead.
   */
  readonly #starts: Float64Array
  readonly #lengths: Uint32Array
  #first = 0
  #end = 0
  /** Bytes ever written, with the gaps left where a line would have wrapped. */
  #head = 0
  /** Lines before this one may go when room is needed; Infinity holds nothing. */
  #held = Number.POSITIVE_INFINITY

  constructor(capacity: { bytes?: number; lines?: number } = {}) {
    const { bytes = RECORD_BUFFER_BYTES, lines = RECORD_BUFFER_LINES } = capacity
    if (bytes < 1 || lines < 1) throw new RangeError('A record buffer needs room for a byte and a line.')
    this.#bytes = new Uint8Array(bytes)
    this.#starts = new Float64Array(lines)
    this.#lengths = new Uint32Array(lines)
  }

  get first(): number {
    return this.#first
  }

  get end(): number {
    return this.#end
  }

  /** hold keeps every line from `sequence` on: `append` answers `held` rather than dropping one of them. */
  hold(sequence: number | null): void {
    this.#held = sequence ?? Number.POSITIVE_INFINITY
  }

  /**
   * append takes one line (without its newline) and drops the oldest ones to make room.
   * `held`: it would have to drop a line that is held; nothing changed. `too-large`: it is larger than the block.
   */
  append(source: Uint8Array, from = 0, to = source.length): 'kept' | 'held' | 'too-large' {
    const length = to - from
    const size = this.#bytes.length
    if (length > size) return 'too-large'
    const place = this.#head % size
    const start = place + length > size ? this.#head + size - place : this.#head
    const first = this.#firstAfter(start + length - size)
    if (first > this.#held && first > this.#first) return 'held'
    this.#first = first
    this.#bytes.set(source.subarray(from, to), start % size)
    const slot = this.#end % this.#starts.length
    this.#starts[slot] = start
    this.#lengths[slot] = length
    this.#head = start + length
    this.#end += 1
    return 'kept'
  }

  /** line gives the bytes of one line, or null when it is no longer, or not yet, here. */
  line(sequence: number): Uint8Array | null {
    if (sequence < this.#first || sequence >= this.#end) return null
    const slot = sequence % this.#starts.length
    const start = (this.#starts[slot] ?? 0) % this.#bytes.length
    return this.#bytes.subarray(start, start + (this.#lengths[slot] ?? 0))
  }

  /** clear forgets every line; numbers go on, so that an old number never names a new line. */
  clear(): void {
    this.#first = this.#end
    this.#held = Number.POSITIVE_INFINITY
  }

  /** The oldest line that stays when one more comes and everything that starts before `limit` is overwritten. */
  #firstAfter(limit: number): number {
    const slots = this.#starts.length
    let first = Math.max(this.#first, this.#end - slots + 1)
    while (first < this.#end && (this.#starts[first % slots] ?? 0) < limit) first += 1
    return first
  }
}
