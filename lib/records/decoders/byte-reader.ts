import { DecodeFailure } from './decoded-value.ts'

/** Deeper than any real record; far from what a call stack holds. */
const MAX_DEPTH = 100
/** A decoded tree takes some fifty bytes a value: so many are some tens of megabytes, for one record at a time. */
const MAX_VALUES = 500_000

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * ByteReader reads bytes from front to back, never beyond their end, and counts the values made of them: hostile
 * bytes end in a DecodeFailure, not in a full memory or stack.
 */
export class ByteReader {
  readonly bytes: Uint8Array
  readonly #view: DataView
  readonly end: number
  at: number
  #depth = 0
  #values = 0

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = at
    this.end = bytes.length
  }

  get left(): number {
    return this.end - this.at
  }

  fail(reason: string): DecodeFailure {
    return new DecodeFailure(`${reason} at byte ${this.at}`)
  }

  /** value counts a value that is about to be made. */
  value(): void {
    if (++this.#values > MAX_VALUES) throw new DecodeFailure(`it holds more than ${MAX_VALUES} values`)
  }

  /** nested does what reads an inner value, one level deeper. */
  nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new DecodeFailure(`it is nested deeper than ${MAX_DEPTH} levels`)
    const result = read()
    this.#depth--
    return result
  }

  /** count says that so many items follow, each of at least `size` bytes. */
  count(items: number | bigint, size = 1): number {
    if (items < 0 || BigInt(items) * BigInt(size) > BigInt(this.left)) {
      throw this.fail(`${items} items are announced, more than there are bytes for,`)
    }
    return Number(items)
  }

  #take(size: number): number {
    if (size > this.left) throw this.fail('the bytes end too early')
    const at = this.at
    this.at += size
    return at
  }

  take(size: number): Uint8Array {
    const at = this.#take(size)
    return this.bytes.subarray(at, at + size)
  }

  text(size: number): string {
    const at = this.at
    try {
      return strict.decode(this.take(size))
    } catch (error) {
      if (error instanceof DecodeFailure) throw error
      throw new DecodeFailure(`a text that is not UTF-8 at byte ${at}`)
    }
  }

  uint8(): number {
    return this.#view.getUint8(this.#take(1))
  }
  int8(): number {
    return this.#view.getInt8(this.#take(1))
  }
  uint16(little = false): number {
    return this.#view.getUint16(this.#take(2), little)
  }
  int16(little = false): number {
    return this.#view.getInt16(this.#take(2), little)
  }
  uint32(little = false): number {
    return this.#view.getUint32(this.#take(4), little)
  }
  int32(little = false): number {
    return this.#view.getInt32(this.#take(4), little)
  }
  uint64(little = false): bigint {
    return this.#view.getBigUint64(this.#take(8), little)
  }
  int64(little = false): bigint {
    return this.#view.getBigInt64(this.#take(8), little)
  }
  float16(): number {
    const bits = this.uint16()
    const sign = bits & 0x8000 ? -1 : 1
    const exponent = (bits >> 10) & 31
    const fraction = bits & 1023
    if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
    return exponent === 0 ? sign * 2 ** -24 * fraction : sign * 2 ** (exponent - 15) * (1 + fraction / 1024)
  }
  float(little = false): number {
    return this.#view.getFloat32(this.#take(4), little)
  }
  double(little = false): number {
    return this.#view.getFloat64(this.#take(8), little)
  }

  /** varint: up to 64 bits, seven a byte, the lowest first. */
  varint(): bigint {
    let value = 0n
    let small = 0
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.uint8()
      if (shift < 28) {
        small |= (byte & 127) << shift
        if (byte < 128) return BigInt(small)
      } else {
        if (shift === 28) value = BigInt(small)
        value |= BigInt(byte & 127) << BigInt(shift)
        if (byte < 128) return BigInt.asUintN(64, value)
      }
    }
    throw this.fail('a number of more than ten bytes')
  }

  /** zigzag: a varint that holds a signed number. */
  zigzag(): bigint {
    const value = this.varint()
    return (value >> 1n) ^ -(value & 1n)
  }

  /** finish proves that nothing is left. */
  finish(): void {
    if (this.left > 0) throw this.fail(`${this.left} bytes are left over`)
  }
}
