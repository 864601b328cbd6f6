import { crc32c } from '@node-rs/crc32'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Compression } from '#lib/shared/record.ts'
import { codecs, decompress } from './codecs.ts'
import type { OutgoingBytes, OutgoingRecord } from './outgoing-record.ts'
import { BatchHeader, RecordCursor } from './record-batch.ts'
import { encodeRecordBatch, RecordBatchBuilder, stampBatch } from './record-batch-encode.ts'
import { splitBatch } from './split-batch.ts'

const NOW = 1_769_862_615_250

interface Decoded {
  readonly offsetDelta: number
  readonly timestamp: number
  readonly key: string | null
  readonly value: string | null
  readonly headerCount: number
}

const hexOf = (data: OutgoingBytes) => (data === null ? null : Buffer.from(data).toString('hex'))

function decode(batch: Buffer): { header: BatchHeader; records: Decoded[] } {
  const header = new BatchHeader()
  expect(header.read(batch, 0, batch.length)).toBe(true)
  expect(header.end).toBe(batch.length)
  expect(crc32c(batch.subarray(header.crcFrom))).toBe(header.crc)
  const body = decompress(codecs[header.codec] ?? 'none', batch.subarray(header.recordsAt))
  const cursor = new RecordCursor()
  cursor.reset(body, 0, body.length)
  const records: Decoded[] = []
  const slice = (start: number, end: number) => (end < 0 ? null : body.subarray(start, end).toString('hex'))
  while (cursor.next())
    records.push({
      offsetDelta: cursor.offsetDelta,
      timestamp: header.baseTimestamp + cursor.timestampDelta,
      key: slice(cursor.keyStart, cursor.keyEnd),
      value: slice(cursor.valueStart, cursor.valueEnd),
      headerCount: cursor.headerCount,
    })
  return { header, records }
}

const expected = (records: readonly OutgoingRecord[]): Decoded[] =>
  records.map(({ key, value, headers, timestamp }, offsetDelta) => ({
    offsetDelta,
    timestamp: timestamp ?? NOW,
    key: hexOf(key),
    value: hexOf(value),
    headerCount: headers?.length ?? 0,
  }))

const bytes = fc.oneof(
  fc.constant(null),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ maxLength: 2_000 }),
  fc.uint8Array({ maxLength: 300 }),
)
const record: fc.Arbitrary<OutgoingRecord> = fc.record(
  {
    key: bytes,
    value: bytes,
    headers: fc.array(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), bytes), { maxLength: 4 }),
    timestamp: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  },
  { requiredKeys: ['key', 'value'] },
)
const compression = fc.constantFrom<Compression>('none', 'gzip', 'snappy', 'lz4', 'zstd')

describe('encodeRecordBatch', () => {
  it('writes what the decoder reads, with every codec, null and empty kept apart', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 40 }), compression, (records, codec) => {
        const { header, records: read } = decode(encodeRecordBatch(records, { compression: codec, now: NOW }))
        expect(read).toEqual(expected(records))
        const times = records.map(({ timestamp }) => timestamp ?? NOW)
        expect([header.count, header.maxTimestamp, header.nextOffset]).toEqual([
          records.length,
          Math.max(...times),
          records.length,
        ])
      }),
      { numRuns: 60 },
    )
  })

  it('can be stamped again, as a resend with another sequence needs', () => {
    const batch = encodeRecordBatch([{ key: null, value: 'once' }], { now: NOW })
    stampBatch(batch, { producerId: 4_711n, producerEpoch: 3, sequence: 99 })
    decode(batch)
    expect([batch.readBigInt64BE(43), batch.readInt16BE(51), batch.readInt32BE(53)]).toEqual([4_711n, 3, 99])
  })
})

describe('RecordBatchBuilder', () => {
  it('says when it is full, and takes one record larger than itself', () => {
    const builder = new RecordBatchBuilder(200)
    expect(builder.append({ key: null, value: 'x'.repeat(5_000) }, NOW)).toBe(true)
    expect(builder.append({ key: null, value: 'y' }, NOW)).toBe(false)
    expect(builder.count).toBe(1)
  })
})

describe('splitBatch', () => {
  it('gives two valid batches with the same records in the same order', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 2, maxLength: 30 }), compression, (records, codec) => {
        const halves = splitBatch(encodeRecordBatch(records, { compression: codec, now: NOW }))
        const read = halves.map((half) => {
          stampBatch(half, { producerId: 1n, producerEpoch: 0, sequence: 0 })
          return decode(half).records
        })
        const middle = records.length >> 1
        expect(read).toEqual([expected(records.slice(0, middle)), expected(records.slice(middle))])
      }),
      { numRuns: 40 },
    )
  })
})
