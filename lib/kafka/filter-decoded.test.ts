import { expect, it } from 'vitest'
import { encodeAs } from '#lib/records/testing/encode-as.ts'
import { openScanner } from './open-scanner.ts'
import type { OutgoingRecord } from './outgoing-record.ts'
import type { DecodePlan } from './record-decoder.ts'
import { encodeAt } from './testing/encode-at.ts'
import { fetchedOf } from './testing/fetched-of.ts'

const auto: DecodePlan = { key: 'auto', value: 'auto', schemas: [], explain: false }
const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}
const uuid = '0198a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'
const order = (id: number) => ({ id, state: id === 1234567 ? 'PAID' : 'OPEN' })

const records: OutgoingRecord[] = [
  { key: 'a', value: JSON.stringify(order(1234567)) },
  { key: int32(1), value: Buffer.from(encodeAs.msgpack(order(1234567))) },
  { key: int32(2), value: Buffer.from(encodeAs.cbor(order(1234567))) },
  { key: int32(3), value: JSON.stringify(order(3)) },
  { key: int32(4), value: Buffer.from(encodeAs.msgpack(order(4))) },
  { key: Buffer.from(uuid.replaceAll('-', ''), 'hex'), value: 'PAID, in text' },
  { key: null, value: Buffer.from([0xff, 0, 0xff]) },
  { key: 'é', value: null },
  { key: '4111111111111111', value: '"fourteen chars"' },
]

/** The offsets of what is found, and how many records were read. */
function scan(expr: string, decode: DecodePlan = auto): { found: number[]; read: number } {
  const spec = { topic: 't', isolation: 'committed', maxValueBytes: 100, decode } as const
  const { scanner, lines } = openScanner({ ...spec, filter: { expr, in: ['key', 'value', 'headers'] } })
  const chunks = [...scanner.scan(fetchedOf(encodeAt(0, records, 'none'), { from: 0 }))]
  expect(chunks).toEqual([])
  const text = Buffer.from(lines.flush()?.lines ?? []).toString()
  const found = [...text.matchAll(/"offset":"(\d+)"/g)].map(([, offset]) => Number(offset))
  return { found, read: scanner.read }
}

it.each<[string, number[]]>([
  ['value.id == 1234567', [0, 1, 2]],
  ['value.state == "PAID"', [0, 1, 2]],
  ['value.id < 1000', [3, 4]],
  ['value.id == 3 || value.id == 4', [3, 4]],
  ['key == 2', [2]],
  ['key == 1 && value.state == "PAID"', [1]],
  [`key == "${uuid}"`, [5]],
  ['key == "a" && value.id == 1234567', [0]],
  ['key == "é"', [7]],
  // 16 bytes, as a UUID has: JSON would make a number of the one, and take the quotes from the other.
  ['key == "4111111111111111"', [8]],
  ['value == "\\"fourteen chars\\""', [8]],
])('with auto, an expression sees what the page shows: %s', (expr, expected) => {
  expect(scan(expr)).toEqual({ found: expected, read: records.length })
})

it('what is read as text by name is text to an expression', () => {
  expect(scan('value.id == 1234567', { ...auto, value: 'json' }).found).toEqual([0])
  expect(scan('key == 2', { ...auto, key: 'text' }).found).toEqual([])
})
