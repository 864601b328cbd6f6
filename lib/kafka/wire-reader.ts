/**
 * MalformedResponseError: the bytes are not what the protocol promises. `code` is `TLS_SPOKEN` when they are an alert
 * or a handshake of TLS, so the port wants TLS; else something that is not Kafka may be talking.
 */
export class MalformedResponseError extends Error {
  override readonly name = 'MalformedResponseError'
  readonly code: 'NOT_KAFKA' | 'TLS_SPOKEN'

  constructor(message: string, code: 'NOT_KAFKA' | 'TLS_SPOKEN' = 'NOT_KAFKA') {
    super(message)
    this.code = code
  }
}

/**
 * WireReader reads Kafka's primitive types, classic and compact (KIP-482), from one response. Lengths come from the
 * network, so each is checked against what is left before anything is allocated; a broken one throws
 * MalformedResponseError.
 */
export class WireReader {
  readonly buffer: Buffer
  position: number

  constructor(buffer: Buffer, position: number = 0) {
    this.buffer = buffer
    this.position = position
  }

  get remaining(): number {
    return this.buffer.length - this.position
  }

  /** take moves past `bytes` bytes and gives the position where they began. */
  take(bytes: number): number {
    if (bytes < 0 || bytes > this.remaining) {
      throw new MalformedResponseError(
        `A field of ${bytes} bytes does not fit the ${this.remaining} bytes left.`,
      )
    }
    const start = this.position
    this.position += bytes
    return start
  }

  int8(): number {
    return this.buffer.readInt8(this.take(1))
  }

  boolean(): boolean {
    return this.int8() !== 0
  }

  int16(): number {
    return this.buffer.readInt16BE(this.take(2))
  }

  int32(): number {
    return this.buffer.readInt32BE(this.take(4))
  }

  int64(): bigint {
    return this.buffer.readBigInt64BE(this.take(8))
  }

  unsignedVarint(): number {
    let value = 0
    let factor = 1
    for (let count = 0; count < 5; count++) {
      const byte = this.buffer.readUInt8(this.take(1))
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      factor *= 128
    }
    throw new MalformedResponseError('A varint of more than five bytes.')
  }

  uuid(): string {
    return this.#slice(16).toString('hex')
  }

  string(): string | null {
    const length = this.int16()
    return length < 0 ? null : this.#slice(length).toString('utf8')
  }

  bytes(): Buffer | null {
    const length = this.int32()
    return length < 0 ? null : this.#slice(length)
  }

  array<T>(read: (reader: this) => T): T[] {
    return this.#items(this.int32(), read)
  }

  compactString(): string | null {
    const length = this.unsignedVarint() - 1
    return length < 0 ? null : this.#slice(length).toString('utf8')
  }

  compactBytes(): Buffer | null {
    const length = this.unsignedVarint() - 1
    return length < 0 ? null : this.#slice(length)
  }

  compactArray<T>(read: (reader: this) => T): T[] {
    return this.#items(this.unsignedVarint() - 1, read)
  }

  /** skipTags moves past the tagged fields at the end of a flexible structure. */
  skipTags(): void {
    for (let left = this.unsignedVarint(); left > 0; left--) {
      this.unsignedVarint()
      this.take(this.unsignedVarint())
    }
  }

  /** A null array reads as an empty one: no caller treats them differently. */
  #items<T>(count: number, read: (reader: this) => T): T[] {
    if (count > this.remaining) {
      throw new MalformedResponseError(
        `An array of ${count} items does not fit the ${this.remaining} bytes left.`,
      )
    }
    const items: T[] = []
    for (let index = 0; index < count; index++) items.push(read(this))
    return items
  }

  #slice(length: number): Buffer {
    const start = this.take(length)
    return this.buffer.subarray(start, start + length)
  }
}

/** requiredString is for fields that the protocol never leaves null. */
export function requiredString(text: string | null): string {
  if (text === null) throw new MalformedResponseError('A string that must be there is null.')
  return text
}
