import { batchLayout as at, CODEC_MASK } from './record-batch-layout.ts'

const LENGTH_END = at.leaderEpoch
const LOG_APPEND_TIME = 0x08
const TRANSACTIONAL = 0x10
const CONTROL = 0x20
/** The format since Kafka 0.11; Kafka 4 stores no other. */
export const CURRENT_MAGIC = 2
/** A record can't be smaller: length, attributes, four varints, header count. */
const LEAST_RECORD_BYTES = 7

/** Exact up to 2^53, which no timestamp reaches and no offset will in practice; a bigint a batch would cost more than all else. */
function int64(buffer: Buffer, position: number): number {
  return buffer.readInt32BE(position) * 2 ** 32 + buffer.readUInt32BE(position + 4)
}

/**
 * BatchHeader is one batch's header, read into the same object again and again, so that walking a record set makes no
 * garbage. `read` gives false when the batch is not whole: a cut tail is normal in a fetch (KIP-74).
 */
export class BatchHeader {
  baseOffset = 0
  /** The offset after the batch, also when compaction took its last records. */
  nextOffset = 0
  /** Where the records begin, and where the batch ends, in the buffer. */
  recordsAt = 0
  end = 0
  magic = 0
  crc = 0
  crcFrom = 0
  /** Index in `codecs`; above 4 unknown. */
  codec = 0
  logAppendTime = false
  transactional = false
  control = false
  baseTimestamp = 0
  maxTimestamp = 0
  producerIdAt = 0
  count = 0

  read(buffer: Buffer, position: number, limit: number): boolean {
    if (position + at.records > limit) return false
    const length = buffer.readInt32BE(position + at.length)
    const end = position + LENGTH_END + length
    if (end > limit || length < at.records - LENGTH_END) return false
    const attributes = buffer.readInt16BE(position + at.attributes)
    this.baseOffset = int64(buffer, position)
    this.nextOffset = this.baseOffset + buffer.readInt32BE(position + at.lastOffsetDelta) + 1
    this.recordsAt = position + at.records
    this.end = end
    this.magic = buffer.readInt8(position + at.magic)
    this.crc = buffer.readUInt32BE(position + at.crc)
    this.crcFrom = position + at.attributes
    this.codec = attributes & CODEC_MASK
    this.logAppendTime = (attributes & LOG_APPEND_TIME) !== 0
    this.transactional = (attributes & TRANSACTIONAL) !== 0
    this.control = (attributes & CONTROL) !== 0
    this.baseTimestamp = int64(buffer, position + at.baseTimestamp)
    this.maxTimestamp = int64(buffer, position + at.maxTimestamp)
    this.producerIdAt = position + at.producerId
    this.count = buffer.readInt32BE(position + at.count)
    return true
  }

  /** True when the number of records can't be true for so many unpacked bytes. */
  countIsImpossible(bodyBytes: number): boolean {
    return this.count < 0 || this.count > bodyBytes / LEAST_RECORD_BYTES
  }
}

export class MalformedRecordError extends Error {
  override readonly name = 'MalformedRecordError'
}

/**
 * RecordCursor walks the records of one unpacked batch. After `next` its fields tell where key, value and headers of
 * the current record lie; an end of -1 stands for null. Nothing is copied and no object is made.
 */
export class RecordCursor {
  buffer: Buffer = Buffer.alloc(0)
  offsetDelta = 0
  timestampDelta = 0
  keyStart = 0
  keyEnd = -1
  valueStart = 0
  valueEnd = -1
  headersAt = 0
  headerCount = 0
  recordStart = 0
  recordEnd = 0
  #limit = 0

  reset(buffer: Buffer, position: number, limit: number): void {
    this.buffer = buffer
    this.recordEnd = position
    this.#limit = limit
  }

  /** skim moves to the next record but reads only its length. False at the end. */
  skim(): boolean {
    const { buffer } = this
    this.recordStart = this.recordEnd
    if (this.recordStart >= this.#limit) return false
    let position = this.recordStart
    let byte = buffer[position++] ?? 0
    let raw = byte & 0x7f
    for (let shift = 7; byte > 0x7f && shift < 35; shift += 7) {
      byte = buffer[position++] ?? 0
      raw |= (byte & 0x7f) << shift
    }
    const length = (raw >>> 1) ^ -(raw & 1)
    this.#body = position
    this.recordEnd = position + length
    if (length < LEAST_RECORD_BYTES - 1 || this.recordEnd > this.#limit) {
      throw new MalformedRecordError('A record is longer than its batch.')
    }
    return true
  }
  #body = 0

  /** next moves to the next record and reads where its parts are. False at the end. */
  next(): boolean {
    if (!this.skim()) return false
    this.parse()
    return true
  }

  /** parse reads the parts of the record that `skim` found. */
  parse(): void {
    const { buffer } = this
    let position = this.#body + 1
    // The timestamp's delta is a varlong: most take three bytes, a batch that mixes years takes more than 32 bits.
    let byte = buffer[position++] ?? 0
    let raw = byte & 0x7f
    let factor = 128
    while (byte > 0x7f && factor < 2 ** 63) {
      byte = buffer[position++] ?? 0
      raw += (byte & 0x7f) * factor
      factor *= 128
    }
    this.timestampDelta = raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2
    // The other four numbers are varints of at most 32 bits; written out, since a helper that gives back both value
    // and position would allocate for each.
    byte = buffer[position++] ?? 0
    raw = byte & 0x7f
    for (let shift = 7; byte > 0x7f && shift < 35; shift += 7) {
      byte = buffer[position++] ?? 0
      raw |= (byte & 0x7f) << shift
    }
    this.offsetDelta = (raw >>> 1) ^ -(raw & 1)
    byte = buffer[position++] ?? 0
    raw = byte & 0x7f
    for (let shift = 7; byte > 0x7f && shift < 35; shift += 7) {
      byte = buffer[position++] ?? 0
      raw |= (byte & 0x7f) << shift
    }
    let length = (raw >>> 1) ^ -(raw & 1)
    this.keyStart = position
    this.keyEnd = length < 0 ? -1 : position + length
    if (length > 0) position += length
    byte = buffer[position++] ?? 0
    raw = byte & 0x7f
    for (let shift = 7; byte > 0x7f && shift < 35; shift += 7) {
      byte = buffer[position++] ?? 0
      raw |= (byte & 0x7f) << shift
    }
    length = (raw >>> 1) ^ -(raw & 1)
    this.valueStart = position
    this.valueEnd = length < 0 ? -1 : position + length
    if (length > 0) position += length
    byte = buffer[position++] ?? 0
    raw = byte & 0x7f
    for (let shift = 7; byte > 0x7f && shift < 35; shift += 7) {
      byte = buffer[position++] ?? 0
      raw |= (byte & 0x7f) << shift
    }
    this.headerCount = (raw >>> 1) ^ -(raw & 1)
    this.headersAt = position
    if (position > this.recordEnd || this.headerCount < 0 || this.headerCount > this.recordEnd - position) {
      throw new MalformedRecordError('The parts of a record are longer than the record.')
    }
  }
}

/** HeaderCursor walks the headers of the record that a RecordCursor stands on; a value's end of -1 stands for null. */
export class HeaderCursor {
  buffer: Buffer = Buffer.alloc(0)
  nameStart = 0
  nameEnd = 0
  valueStart = 0
  valueEnd = -1
  #position = 0
  #limit = 0
  #left = 0

  reset(record: RecordCursor): void {
    this.buffer = record.buffer
    this.#position = record.headersAt
    this.#limit = record.recordEnd
    this.#left = record.headerCount
  }

  next(): boolean {
    if (this.#left-- <= 0) return false
    const name = this.#varint()
    this.nameStart = this.#position
    this.nameEnd = this.#position += Math.max(0, name)
    const value = this.#varint()
    this.valueStart = this.#position
    this.valueEnd = value < 0 ? -1 : this.#position + value
    this.#position += Math.max(0, value)
    if (this.#position > this.#limit) throw new MalformedRecordError('A header is longer than its record.')
    return true
  }

  #varint(): number {
    let raw = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.buffer[this.#position++] ?? 0
      raw |= (byte & 0x7f) << shift
      if (byte < 0x80) break
    }
    return (raw >>> 1) ^ -(raw & 1)
  }
}
