const NEWLINE = 10

/**
 * LineSplitter finds the lines in a stream's chunks. Whole lines are handed over in place; only one that is torn
 * between chunks is put together in memory of its own.
 */
export class LineSplitter {
  readonly #limit: number
  #torn: Uint8Array[] = []
  #tornBytes = 0

  /** `limit`: bytes of the longest line; a longer one throws RangeError. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** lines yields [bytes, from, to] for each line that ends in this chunk. The triple is good until the next step. */
  *lines(chunk: Uint8Array): Generator<[bytes: Uint8Array, from: number, to: number], void, undefined> {
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      if (this.#tornBytes > 0) {
        const whole = this.#join(chunk.subarray(from, end))
        yield [whole, 0, whole.length]
      } else if (end > from) {
        yield [chunk, from, end]
      }
      from = end + 1
    }
    if (from === chunk.length) return
    this.#torn.push(chunk.slice(from))
    this.#tornBytes += chunk.length - from
    if (this.#tornBytes > this.#limit) throw new RangeError('A line of the stream is longer than allowed.')
  }

  #join(last: Uint8Array): Uint8Array {
    const whole = new Uint8Array(this.#tornBytes + last.length)
    let at = 0
    for (const part of [...this.#torn, last]) {
      whole.set(part, at)
      at += part.length
    }
    this.#torn = []
    this.#tornBytes = 0
    return whole
  }
}
