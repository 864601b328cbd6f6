const FIRST_CAPACITY = 256 * 1024
/** A buffer that one huge line made larger than this is given back after use. */
const KEEP_CAPACITY = 1024 * 1024
/** The most bytes that one UTF-16 unit takes in UTF-8. */
const BYTES_PER_UNIT = 3
/** Above this the length is counted: three times a value of megabytes would be a waste. */
const RESERVE_WORST_UP_TO = 64 * 1024

const NOTHING = Buffer.alloc(0)

/**
 * LineBuffer gathers text as UTF-8 in one buffer that is used again and again. It takes memory with its first text: most
 * of a thousand viewers of one topic never write a line of their own.
 */
export class LineBuffer {
  #out: Buffer = NOTHING
  #length = 0

  get length(): number {
    return this.#length
  }

  append(text: string): void {
    this.#reserve(text.length <= RESERVE_WORST_UP_TO ? text.length * BYTES_PER_UNIT : Buffer.byteLength(text))
    this.#length += this.#out.utf8Write(text, this.#length)
  }

  appendBytes(bytes: Buffer): void {
    this.#reserve(bytes.length)
    this.#length += bytes.copy(this.#out, this.#length)
  }

  /** takeBefore gives a copy of what stands before `position`, and keeps what follows. */
  takeBefore(position: number): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(position)
    taken.set(this.#out.subarray(0, position))
    const rest = this.#length - position
    if (this.#out.length > KEEP_CAPACITY && rest < FIRST_CAPACITY) {
      const smaller = Buffer.allocUnsafeSlow(FIRST_CAPACITY)
      this.#out.copy(smaller, 0, position, this.#length)
      this.#out = smaller
    } else {
      this.#out.copyWithin(0, position, this.#length)
    }
    this.#length = rest
    return taken
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes
    if (needed <= this.#out.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(FIRST_CAPACITY, this.#out.length * 2, needed))
    this.#out.copy(grown, 0, 0, this.#length)
    this.#out = grown
  }
}
