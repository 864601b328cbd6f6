import type { Compression } from '#lib/shared/record.ts'
import { compress, decompress } from './codecs.ts'
import { varintSize } from './record-batch-encode.ts'
import { batchLayout, CODEC_MASK } from './record-batch-layout.ts'

const CODECS: readonly Compression[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

interface Cursor {
  readonly body: Buffer
  at: number
}

function readVarint(cursor: Cursor): number {
  let zigzag = 0
  for (let shift = 0; ; shift += 7) {
    const byte = cursor.body.readUInt8(cursor.at++)
    zigzag |= (byte & 127) << shift
    if (byte < 128) return (zigzag >>> 1) ^ -(zigzag & 1)
  }
}

function skipVarint(cursor: Cursor): void {
  while (cursor.body.readUInt8(cursor.at++) > 127);
}

function writeVarint(target: number[], value: number): void {
  let zigzag = ((value << 1) ^ (value >> 31)) >>> 0
  while (zigzag > 127) {
    target.push((zigzag & 127) | 128)
    zigzag >>>= 7
  }
  target.push(zigzag)
}

/** The same record with another place in its batch. */
function renumbered(record: Buffer, offsetDelta: number): Buffer {
  const cursor = { body: record, at: 1 }
  skipVarint(cursor) // timestamp delta
  const head = record.subarray(0, cursor.at)
  skipVarint(cursor) // offset delta
  const rest = record.subarray(cursor.at)
  const length: number[] = []
  const delta: number[] = []
  writeVarint(length, head.length + varintSize(offsetDelta) + rest.length)
  writeVarint(delta, offsetDelta)
  return Buffer.concat([Buffer.from(length), head, Buffer.from(delta), rest])
}

function assemble(batch: Buffer, records: readonly Buffer[], codec: Compression): Buffer {
  const body = Buffer.concat(records.map((record, index) => renumbered(record, index)))
  const packed = codec === 'none' ? body : compress(codec, body)
  const half = Buffer.concat([batch.subarray(0, batchLayout.records), packed])
  half.writeInt32BE(half.length - batchLayout.leaderEpoch, batchLayout.length)
  half.writeInt32BE(records.length - 1, batchLayout.lastOffsetDelta)
  half.writeInt32BE(records.length, batchLayout.count)
  return half
}

/**
 * splitBatch makes two batches of one of ours, each with half of the records, to be stamped anew. Their maximum
 * timestamp stays that of the whole, which the broker works out again. The batch must hold two records or more.
 */
export function splitBatch(batch: Buffer): readonly [Buffer, Buffer] {
  const codec = CODECS[batch.readInt16BE(batchLayout.attributes) & CODEC_MASK] ?? 'none'
  const packed = batch.subarray(batchLayout.records)
  const cursor = { body: codec === 'none' ? packed : decompress(codec, packed), at: 0 }
  const records: Buffer[] = []
  for (let left = batch.readInt32BE(batchLayout.count); left > 0; left--) {
    const length = readVarint(cursor)
    records.push(cursor.body.subarray(cursor.at, cursor.at + length))
    cursor.at += length
  }
  const middle = records.length >> 1
  return [assemble(batch, records.slice(0, middle), codec), assemble(batch, records.slice(middle), codec)]
}
