import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecordQuerySchema } from '#lib/shared/record.ts'
import {
  defaultAddress,
  filterPlaces,
  formatRecordAddress,
  parsePartitions,
  parseRecordAddress,
  recordQueryOf,
} from './record-address.ts'
import { timeStyles } from './time-style.ts'

const offset = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String)
const partition = fc.nat(999_999)
const address = fc.record({
  topic: fc.option(fc.stringMatching(/^[a-z][A-Za-z0-9._-]{0,30}$/)),
  partitions: fc.option(
    fc.uniqueArray(partition, { minLength: 1, maxLength: 20 }).map((list) => list.sort((a, b) => a - b)),
  ),
  from: fc.oneof(
    fc.constantFrom('earliest', 'latest', 'newest:100', 'newest:7', 'time:2026-01-31T00:00:00Z'),
    offset.map((o) => `offset:${o}`),
  ),
  to: fc.oneof(
    fc.constantFrom('latest', 'live', 'time:2026-01-31T00:00:00Z'),
    offset.map((o) => `offset:${o}`),
  ),
  isolation: fc.constantFrom('committed' as const, 'uncommitted' as const),
  filterText: fc.string({ maxLength: 40, unit: 'grapheme' }).filter((text) => text.isWellFormed()),
  filterRegex: fc.string({ maxLength: 20 }),
  filterExpr: fc.string({ maxLength: 20 }),
  anyCase: fc.boolean(),
  filterIn: fc.subarray([...filterPlaces], { minLength: 1 }),
  keyDecoder: fc.constantFrom(null, 'int64', 'msgpack'),
  valueDecoder: fc.constantFrom(null, 'auto', 'avro:sch_a', 'protobuf:sch_b:shop.Order'),
  times: fc.constantFrom(...timeStyles, 'Europe/Berlin' as const),
  columns: fc.option(
    fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('offset', 'value', 'value.a["b c"]', 'headers["x@9"]', 'key.id'),
        width: fc.option(fc.integer({ min: 32, max: 1600 })),
      }),
      { minLength: 1, selector: ({ name }) => name },
    ),
  ),
  selected: fc.option(fc.record({ partition, offset })),
})

test('property: an address survives its text form, and the API understands its query', () => {
  fc.assert(
    fc.property(address, (value) => {
      const text = formatRecordAddress(value).toString()
      expect(parseRecordAddress(new URLSearchParams(text))).toEqual(value)
      RecordQuerySchema.parse(Object.fromEntries(recordQueryOf(value)))
    }),
  )
})

test('property: any query string gives an address', () => {
  const name = fc.constantFrom(
    'topic',
    'partitions',
    'from',
    'to',
    'isolation',
    'filter.in',
    'filter.text',
    'times',
    'column',
    'key',
    'value',
    'record',
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string())), (pairs) => {
      const once = parseRecordAddress(new URLSearchParams(pairs))
      expect(parseRecordAddress(formatRecordAddress(once))).toEqual(once)
    }),
  )
})

test('an untouched page has an empty query', () => {
  expect(formatRecordAddress(defaultAddress).toString()).toBe('')
  expect(parseRecordAddress(new URLSearchParams())).toEqual(defaultAddress)
})

test('partitions are read as people write them', () => {
  expect(parsePartitions('3, 1 7-9')).toEqual([1, 3, 7, 8, 9])
  expect(parsePartitions('all')).toBeNull()
  expect(parsePartitions('0-999999')).toHaveLength(500)
})
