import { MalformedResponseError } from './wire-reader.ts'

const LENGTH_BYTES = 4
/** Smaller ones are cheap to make; larger ones, from a topic of huge records, are not kept. */
const LEAST_SPARE_BYTES = 64 * 1024
const MOST_SPARE_BYTES = 16 * 1024 * 1024
/** A correlation id at least. */
const LEAST_RESPONSE_BYTES = 4
/**
 * The largest answer we take: a fetch of 32 MiB, or of one single batch as large as a broker accepts in a request
 * (socket.request.max.bytes, 100 MiB). Text that is not Kafka reads as a length of a gigabyte ("HTTP", "SSH-").
 */
export const MAX_RESPONSE_BYTES = 128 * 1024 * 1024

/**
 * The largest answer of a server that has not logged us in yet: it lists its requests and mechanisms, and the steps of a
 * login, some hundred bytes each. Whoever can't log anybody in must not make us hold a hundred megabytes.
 */
export const MAX_GREETING_BYTES = 64 * 1024

/** The first two bytes of a TLS alert and of a handshake, as a server sends them to who speaks plain text. */
const TLS_RECORDS: ReadonlySet<number> = new Set([0x1503, 0x1603])

/**
 * ResponseAssembler cuts the byte stream of a connection into responses. Each one is copied once into a buffer of
 * its own size as it arrives. A length that no Kafka would send throws MalformedResponseError at once, before any
 * memory is taken.
 */
export class ResponseAssembler {
  /** What an answer that begins from now on may have at most. */
  maxBytes = MAX_RESPONSE_BYTES
  readonly #length = Buffer.alloc(LENGTH_BYTES)
  #lengthBytes = 0
  #response: Buffer | null = null
  #filled = 0
  #spare: Buffer | null = null

  /** push takes what the socket gave and calls `onResponse` for every response that is whole now. */
  push(chunk: Buffer, onResponse: (response: Buffer) => void): void {
    let position = 0
    while (position < chunk.length) {
      if (this.#response === null) {
        const wanted = LENGTH_BYTES - this.#lengthBytes
        const taken = chunk.copy(this.#length, this.#lengthBytes, position, position + wanted)
        this.#lengthBytes += taken
        position += taken
        if (this.#lengthBytes < LENGTH_BYTES) return
        this.#begin(this.#length.readInt32BE(0))
        continue
      }
      const taken = chunk.copy(this.#response, this.#filled, position)
      this.#filled += taken
      position += taken
      if (this.#filled === this.#response.length) this.#finish(onResponse)
    }
  }

  /** recycle takes back a response that nobody looks at any more: a scan then makes a few large buffers, not hundreds. */
  recycle(response: Buffer): void {
    const whole = Buffer.from(response.buffer)
    if (whole.length >= LEAST_SPARE_BYTES && whole.length <= MOST_SPARE_BYTES) this.#spare = whole
  }

  reset(): void {
    this.#lengthBytes = 0
    this.#response = null
    this.#filled = 0
  }

  #begin(length: number): void {
    if (length < LEAST_RESPONSE_BYTES || length > this.maxBytes) {
      const tls = TLS_RECORDS.has(length >>> 16)
      throw new MalformedResponseError(
        `An answer says it is ${length} bytes long: this is not Kafka.`,
        tls ? 'TLS_SPOKEN' : 'NOT_KAFKA',
      )
    }
    this.#response = this.#take(length)
    this.#filled = 0
  }

  #take(length: number): Buffer {
    const spare = this.#spare
    if (!spare || length > spare.length || length < LEAST_SPARE_BYTES) return Buffer.allocUnsafeSlow(length)
    this.#spare = null
    return spare.subarray(0, length)
  }

  #finish(onResponse: (response: Buffer) => void): void {
    const response = this.#response
    this.reset()
    if (response) onResponse(response)
  }
}
