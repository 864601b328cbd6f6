const FIRST_CAPACITY = 256

/**
 * WireWriter appends Kafka's primitive types to one growing buffer: the classic ones (`string`, `array`: 16- and
 * 32-bit lengths) and the compact ones of the flexible versions of KIP-482 (`compact…`: varint length + 1).
 */
export class WireWriter {
  #buffer: Buffer
  #position = 0

  constructor(capacity: number = FIRST_CAPACITY) {
    this.#buffer = Buffer.allocUnsafe(capacity)
  }

  #reserve(bytes: number): void {
    const needed = this.#position + bytes
    if (needed <= this.#buffer.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, needed))
    this.#buffer.copy(grown, 0, 0, this.#position)
    this.#buffer = grown
  }

  int8(value: number): this {
    this.#reserve(1)
    this.#position = this.#buffer.writeInt8(value, this.#position)
    return this
  }

  boolean(value: boolean): this {
    return this.int8(value ? 1 : 0)
  }

  int16(value: number): this {
    this.#reserve(2)
    this.#position = this.#buffer.writeInt16BE(value, this.#position)
    return this
  }

  int32(value: number): this {
    this.#reserve(4)
    this.#position = this.#buffer.writeInt32BE(value, this.#position)
    return this
  }

  int64(value: bigint): this {
    this.#reserve(8)
    this.#position = this.#buffer.writeBigInt64BE(value, this.#position)
    return this
  }

  /** Unsigned varint of the flexible versions, 0 to 2^32 - 1. */
  unsignedVarint(value: number): this {
    this.#reserve(5)
    let rest = value
    while (rest > 0x7f) {
      this.#buffer[this.#position++] = (rest & 0x7f) | 0x80
      rest = Math.floor(rest / 128)
    }
    this.#buffer[this.#position++] = rest
    return this
  }

  raw(bytes: Uint8Array): this {
    this.#reserve(bytes.length)
    this.#buffer.set(bytes, this.#position)
    this.#position += bytes.length
    return this
  }

  string(text: string | null): this {
    if (text === null) return this.int16(-1)
    const length = Buffer.byteLength(text)
    return this.int16(length).#utf8(text, length)
  }

  bytes(bytes: Uint8Array | null): this {
    return bytes === null ? this.int32(-1) : this.int32(bytes.length).raw(bytes)
  }

  array<T>(items: readonly T[] | null, write: (writer: this, item: T) => void): this {
    if (items === null) return this.int32(-1)
    this.int32(items.length)
    for (const item of items) write(this, item)
    return this
  }

  compactString(text: string | null): this {
    if (text === null) return this.unsignedVarint(0)
    const length = Buffer.byteLength(text)
    return this.unsignedVarint(length + 1).#utf8(text, length)
  }

  compactBytes(bytes: Uint8Array | null): this {
    return bytes === null ? this.unsignedVarint(0) : this.unsignedVarint(bytes.length + 1).raw(bytes)
  }

  compactArray<T>(items: readonly T[] | null, write: (writer: this, item: T) => void): this {
    if (items === null) return this.unsignedVarint(0)
    this.unsignedVarint(items.length + 1)
    for (const item of items) write(this, item)
    return this
  }

  /** An empty set of tagged fields; nothing we send uses one. */
  noTags(): this {
    return this.unsignedVarint(0)
  }

  /** finish gives the bytes written so far; the writer must not be used afterwards. */
  finish(): Buffer {
    return this.#buffer.subarray(0, this.#position)
  }

  #utf8(text: string, length: number): this {
    this.#reserve(length)
    this.#buffer.write(text, this.#position, length, 'utf8')
    this.#position += length
    return this
  }
}
