import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FilterSpec } from '#lib/shared/filter.ts'
import type { Compression } from '#lib/shared/record.ts'
import { BatchScanner, type SchemaNeeded, type UnreadableRecords } from './batch-scanner.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import { RecordFilter } from './record-filter.ts'
import { type LineChunk, MAX_CHUNK_BYTES, RecordLines } from './record-lines.ts'
import { encodeAt } from './testing/encode-at.ts'
import { fetchedOf } from './testing/fetched-of.ts'

interface Scan {
  readonly from?: number
  readonly end?: number | null
  readonly filter?: FilterSpec
  readonly limit?: number
}

function scan(set: Buffer, { from = 0, end = null, filter, limit = Number.POSITIVE_INFINITY }: Scan = {}) {
  const lines = new RecordLines(1_000_000)
  const scanner = new BatchScanner({
    filter: filter ? new RecordFilter(filter) : null,
    lines,
    isolation: 'uncommitted',
    limit,
  })
  const found: (LineChunk | UnreadableRecords | SchemaNeeded)[] = [
    ...scanner.scan(fetchedOf(set, { from, end })),
  ]
  const rest = lines.flush()
  if (rest) found.push(rest)
  const chunks = found.filter((item): item is LineChunk => 'lines' in item)
  const text = Buffer.concat(chunks.map((chunk) => chunk.lines)).toString('utf8')
  const records = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { records, chunks, scanner, unreadable: found.filter((item) => !('lines' in item)) }
}

const bytes = fc.option(fc.string({ maxLength: 30 }), { nil: null })
const outgoing: fc.Arbitrary<OutgoingRecord> = fc.record({
  key: bytes,
  value: bytes,
  timestamp: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  headers: fc.array(fc.tuple(fc.string({ maxLength: 8 }), bytes), { maxLength: 3 }),
})
const batches = fc.array(
  fc.record({
    records: fc.array(outgoing, { minLength: 1, maxLength: 20 }),
    codec: fc.constantFrom<Compression>('none', 'gzip', 'snappy', 'lz4', 'zstd'),
  }),
  { minLength: 1, maxLength: 5 },
)
type Batches = typeof batches extends fc.Arbitrary<infer T> ? T : never

/** The batches one after the other, and what each record is known by. */
function lay(parts: Batches): {
  set: Buffer
  all: { offset: number; record: OutgoingRecord; codec: Compression }[]
} {
  const all: { offset: number; record: OutgoingRecord; codec: Compression }[] = []
  const set = Buffer.concat(
    parts.map(({ records, codec }) => {
      const base = all.length
      for (const record of records) all.push({ offset: all.length, record, codec })
      return encodeAt(base, records, codec)
    }),
  )
  return { set, all }
}

const shown = (value: OutgoingRecord['value']): unknown => (value === null ? null : { text: value })

describe('scanning', () => {
  it('gives back what was encoded, from any offset to any other', () => {
    fc.assert(
      fc.property(
        batches,
        fc.nat({ max: 100 }),
        fc.option(fc.nat({ max: 100 }), { nil: null }),
        (parts, from, end) => {
          const { set, all } = lay(parts)
          const wanted = all.filter(({ offset }) => offset >= from && (end === null || offset < end))
          const { records, scanner } = scan(set, { from, end })
          expect(records).toEqual(
            wanted.map(({ offset, record, codec }) => ({
              type: 'record',
              partition: 0,
              offset: String(offset),
              timestamp: record.timestamp,
              timestampType: 'create',
              key: shown(record.key),
              value: shown(record.value),
              headers: (record.headers ?? []).map(([name, value]) => [name, shown(value)]),
              keySize: record.key === null ? null : Buffer.byteLength(record.key),
              valueSize: record.value === null ? null : Buffer.byteLength(record.value),
              compression: codec,
              transactional: false,
            })),
          )
          expect([scanner.read, scanner.matched, scanner.undecodable]).toEqual([
            wanted.length,
            wanted.length,
            0,
          ])
        },
      ),
    )
  })

  it('finds by search over whole batches what looking at each record would find', () => {
    const fields = fc.subarray(['key', 'value', 'headers'] as const, { minLength: 1 })
    const text = fc.string({ minLength: 1, maxLength: 2 })
    fc.assert(
      fc.property(batches, text, fields, fc.nat({ max: 20 }), (parts, needle, chosen, from) => {
        const { set, all } = lay(parts)
        const contains = (value: unknown): boolean => typeof value === 'string' && value.includes(needle)
        const wanted = all.filter(
          ({ offset, record }) =>
            offset >= from &&
            ((chosen.includes('key') && contains(record.key)) ||
              (chosen.includes('value') && contains(record.value)) ||
              (chosen.includes('headers') && (record.headers ?? []).flat().some(contains))),
        )
        const { records, scanner } = scan(set, { from, filter: { text: needle, in: chosen } })
        const found = new Set(records.map(({ offset }) => Number(offset)))
        // A search also finds escaped forms, which a plain comparison does not know.
        for (const { offset } of wanted) expect(found.has(offset)).toBe(true)
        if (/^[A-Za-z0-9 ]+$/.test(needle)) expect(found.size).toBe(wanted.length)
        expect(scanner.read).toBe(all.filter(({ offset }) => offset >= from).length)
      }),
      { numRuns: 300 },
    )
  })

  it('stops at the limit in the middle of a batch', () => {
    const set = encodeAt(
      0,
      Array.from({ length: 10 }, (_, i) => ({ key: null, value: `v${i}` })),
      'lz4',
    )
    const { records, scanner } = scan(set, { limit: 3 })
    expect(records.map(({ offset }) => offset)).toEqual(['0', '1', '2'])
    expect([scanner.finished, scanner.read, scanner.matched]).toEqual([true, 3, 3])
  })

  it('gives chunks of whole lines up to 64 KiB', () => {
    const set = encodeAt(
      0,
      Array.from({ length: 900 }, () => ({ key: null, value: 'x'.repeat(200) })),
      'none',
    )
    const { chunks, records } = scan(set)
    expect(records).toHaveLength(900)
    expect(chunks.length).toBeGreaterThan(3)
    for (const { lines } of chunks) expect(lines.byteLength).toBeLessThanOrEqual(MAX_CHUNK_BYTES)
  })

  it('counts what it can not read and goes on with the next batch', () => {
    const good = [{ key: null, value: 'good' }]
    const broken = encodeAt(
      1,
      [
        { key: null, value: 'bad' },
        { key: null, value: 'bad' },
      ],
      'none',
    )
    broken[broken.length - 2] = 0
    const { records, scanner, unreadable } = scan(
      Buffer.concat([encodeAt(0, good, 'none'), broken, encodeAt(3, good, 'none')]),
    )
    expect(records.map(({ offset }) => offset)).toEqual(['0', '3'])
    expect([scanner.read, scanner.matched, scanner.undecodable]).toEqual([4, 2, 2])
    expect(unreadable).toEqual([
      { type: 'unreadable', partition: 0, firstOffset: 1, count: 2, reason: 'its checksum is wrong' },
    ])
  })

  it('takes any bytes without throwing or running on', () => {
    const set = encodeAt(
      0,
      Array.from({ length: 5 }, (_, i) => ({ key: `k${i}`, value: `v${i}` })),
      'none',
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: set.length - 1 }), fc.nat({ max: 255 })), { maxLength: 6 }),
        (changes) => {
          const mutated = Buffer.from(set)
          for (const [place, byte] of changes) mutated[place] = byte
          const { scanner } = scan(mutated)
          expect(scanner.read).toBe(scanner.matched + scanner.undecodable)
        },
      ),
    )
  })
})
