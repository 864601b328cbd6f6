import { crc32c } from '@node-rs/crc32'
import type { Compression } from '#lib/shared/record.ts'
import { compress } from './codecs.ts'
import type { OutgoingBytes, OutgoingRecord } from './outgoing-record.ts'
import { batchLayout } from './record-batch-layout.ts'

/** Who writes, and the number of the batch's first record in the partition's sequence (KIP-98). */
export interface BatchStamp {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly sequence: number
}

/** Without idempotence. */
export const NO_STAMP: BatchStamp = { producerId: -1n, producerEpoch: -1, sequence: -1 }

const CODEC_BITS: Readonly<Record<Compression, number>> = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 }
/** Length, attributes, timestamp delta, offset delta, and the lengths of key, value and header list at their longest. */
const RECORD_OVERHEAD = 5 + 1 + 10 + 5 + 5 + 5 + 5
const HEADER_OVERHEAD = 10
const UTF8_BYTES_PER_UNIT = 3

/** varintSize gives the bytes of a zig-zag varint of a 32-bit number. */
export function varintSize(value: number): number {
  const zigzag = ((value << 1) ^ (value >> 31)) >>> 0
  if (zigzag < 0x80) return 1
  if (zigzag < 0x4000) return 2
  if (zigzag < 0x20_0000) return 3
  return zigzag < 0x1000_0000 ? 4 : 5
}

function varlongSize(value: number): number {
  let rest = value >= 0 ? value * 2 : -value * 2 - 1
  let size = 1
  while (rest > 127) {
    rest = Math.floor(rest / 128)
    size++
  }
  return size
}

/** Counting a text's bytes takes as long as writing it: `guess` takes it for ASCII, to be checked while writing. */
function sizeOf(data: OutgoingBytes, guess: boolean): number {
  if (data === null) return -1
  return typeof data === 'string' && !guess ? Buffer.byteLength(data) : data.length
}

/** Below this a generous bound is cheaper than counting bytes; above it the waste would be. */
const SHORT_TEXT = 1024

/** The most that a text or bytes may need. */
function boundOf(data: OutgoingBytes): number {
  if (data === null) return 0
  if (typeof data !== 'string') return data.length
  return data.length <= SHORT_TEXT ? data.length * UTF8_BYTES_PER_UNIT : Buffer.byteLength(data)
}

const FIRST_CAPACITY = 16 * 1024

/**
 * Buffers that finished builders left behind. A fresh one for every batch would be garbage that V8 hardly sees: at
 * some thousand small batches a second a process grew by 8 MB a second. One for each partition of a usual topic is
 * plenty; larger ones than a usual batch are not kept.
 */
const spares: Buffer[] = []
const MAX_SPARES = 32
const MAX_SPARE_BYTES = 1024 * 1024

/**
 * RecordBatchBuilder writes records one after the other straight into one buffer; nothing is kept per record.
 * `append` says false when the buffer is full: finish the batch and begin another. A record larger than the buffer
 * gets a buffer of its own size when the batch is empty.
 */
export class RecordBatchBuilder {
  readonly #capacity: number
  #buffer: Buffer
  #end: number = batchLayout.records
  #count = 0
  #baseTimestamp = 0
  #maxTimestamp = 0

  constructor(capacity: number) {
    this.#capacity = Math.max(capacity, batchLayout.records)
    this.#buffer = spares.pop() ?? Buffer.allocUnsafeSlow(FIRST_CAPACITY)
  }

  get count(): number {
    return this.#count
  }

  /** Bytes so far, header included, before compression. */
  get size(): number {
    return this.#end
  }

  append(record: OutgoingRecord, now: number): boolean {
    const { key, value, headers } = record
    let bound = RECORD_OVERHEAD + boundOf(key) + boundOf(value)
    if (headers) for (const [name, data] of headers) bound += HEADER_OVERHEAD + boundOf(name) + boundOf(data)
    const needed = this.#end + bound
    if (needed > this.#capacity && this.#count > 0) return false
    if (needed > this.#buffer.length) this.#grow(needed)

    const timestamp = record.timestamp ?? now
    if (this.#count === 0) {
      this.#baseTimestamp = timestamp
      this.#maxTimestamp = timestamp
    } else if (timestamp > this.#maxTimestamp) this.#maxTimestamp = timestamp
    const start = this.#end
    if (!this.#write(record, timestamp - this.#baseTimestamp, true)) {
      this.#end = start
      this.#write(record, timestamp - this.#baseTimestamp, false)
    }
    this.#count++
    return true
  }

  /** finish gives the batch's bytes; `stampBatch` must make them valid. The builder must not be used afterwards. */
  finish(compression: Compression): Buffer {
    const plain = this.#buffer.subarray(batchLayout.records, this.#end)
    const body = compression === 'none' ? plain : compress(compression, plain)
    const batch = Buffer.allocUnsafe(batchLayout.records + body.length)
    batch.set(body, batchLayout.records)
    if (this.#buffer.length <= MAX_SPARE_BYTES && spares.length < MAX_SPARES) spares.push(this.#buffer)
    this.#buffer = batch
    batch.writeBigInt64BE(0n, batchLayout.baseOffset)
    batch.writeInt32BE(batch.length - batchLayout.leaderEpoch, batchLayout.length)
    batch.writeInt32BE(-1, batchLayout.leaderEpoch)
    batch[batchLayout.magic] = 2
    batch.writeInt16BE(CODEC_BITS[compression], batchLayout.attributes)
    batch.writeInt32BE(this.#count - 1, batchLayout.lastOffsetDelta)
    batch.writeBigInt64BE(BigInt(this.#baseTimestamp), batchLayout.baseTimestamp)
    batch.writeBigInt64BE(BigInt(this.#maxTimestamp), batchLayout.maxTimestamp)
    batch.writeInt32BE(this.#count, batchLayout.count)
    return batch
  }

  #grow(needed: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2))
    grown.set(this.#buffer.subarray(0, this.#end))
    this.#buffer = grown
  }

  /** False when a guessed size was wrong: the record must be written again. */
  #write({ key, value, headers }: OutgoingRecord, timestampDelta: number, guess: boolean): boolean {
    const keySize = sizeOf(key, guess)
    const valueSize = sizeOf(value, guess)
    const headerCount = headers?.length ?? 0
    let size =
      1 +
      varlongSize(timestampDelta) +
      varintSize(this.#count) +
      varintSize(keySize) +
      Math.max(keySize, 0) +
      varintSize(valueSize) +
      Math.max(valueSize, 0) +
      varintSize(headerCount)
    if (headers)
      for (const [name, data] of headers) {
        const nameSize = sizeOf(name, guess)
        const dataSize = sizeOf(data, guess)
        size += varintSize(nameSize) + nameSize + varintSize(dataSize) + Math.max(dataSize, 0)
      }
    this.#varint(size)
    this.#buffer[this.#end++] = 0
    this.#varlong(timestampDelta)
    this.#varint(this.#count)
    let right = this.#data(key, keySize) && this.#data(value, valueSize)
    this.#varint(headerCount)
    if (headers)
      for (const [name, data] of headers)
        right = right && this.#data(name, sizeOf(name, guess)) && this.#data(data, sizeOf(data, guess))
    return right
  }

  #varint(value: number): void {
    const buffer = this.#buffer
    let zigzag = ((value << 1) ^ (value >> 31)) >>> 0
    while (zigzag > 127) {
      buffer[this.#end++] = (zigzag & 127) | 128
      zigzag >>>= 7
    }
    buffer[this.#end++] = zigzag
  }

  // Deltas of timestamps may exceed 32 bits (a record of 2017 beside one of today); doubles are exact up to 2^53.
  #varlong(value: number): void {
    let rest = value >= 0 ? value * 2 : -value * 2 - 1
    while (rest > 127) {
      this.#buffer[this.#end++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.#buffer[this.#end++] = rest
  }

  /** False when a text has another number of bytes than `size`. */
  #data(data: OutgoingBytes, size: number): boolean {
    this.#varint(size)
    if (data === null || size === 0) return true
    let written = size
    // The bound that `append` reserved holds for any text, so nothing is cut here.
    if (typeof data === 'string') written = this.#buffer.write(data, this.#end)
    else this.#buffer.set(data, this.#end)
    this.#end += size
    return written === size
  }
}

/** stampBatch writes producer and sequence into a finished batch and makes its CRC. It may be stamped again. */
export function stampBatch(batch: Buffer, stamp: BatchStamp): void {
  batch.writeBigInt64BE(stamp.producerId, batchLayout.producerId)
  batch.writeInt16BE(stamp.producerEpoch, batchLayout.producerEpoch)
  batch.writeInt32BE(stamp.sequence, batchLayout.baseSequence)
  batch.writeUInt32BE(crc32c(batch.subarray(batchLayout.attributes)), batchLayout.crc)
}

/** encodeRecordBatch makes one batch of these records, at least one. */
export function encodeRecordBatch(
  records: readonly OutgoingRecord[],
  options: { compression?: Compression; stamp?: BatchStamp; now: number },
): Buffer {
  let capacity: number = batchLayout.records
  for (const { key, value, headers = [] } of records) {
    capacity += RECORD_OVERHEAD + boundOf(key) + boundOf(value)
    for (const [name, data] of headers) capacity += HEADER_OVERHEAD + boundOf(name) + boundOf(data)
  }
  const builder = new RecordBatchBuilder(capacity)
  for (const record of records) builder.append(record, options.now)
  const batch = builder.finish(options.compression ?? 'none')
  stampBatch(batch, options.stamp ?? NO_STAMP)
  return batch
}
