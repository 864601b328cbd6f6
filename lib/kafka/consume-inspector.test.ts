import { expect, test } from 'vitest'
import { ConsumeInspector } from './consume-inspector.ts'
import { countRecords } from './count-records.ts'
import { readMarks } from './read-marks.ts'
import { RoundTripRecords } from './round-trip-record.ts'
import { encodeAt } from './testing/encode-at.ts'
import { fetchedOf } from './testing/fetched-of.ts'

const values = ['{"n":1}', 'no json', null, '[2]', '']
const records = values.map((value) => ({ key: 'k', value }))

test('values that are not what was expected are counted where they stand; a tombstone has none', () => {
  const item = fetchedOf(encodeAt(10, records, 'none'), { from: 10 })
  const inspector = new ConsumeInspector('orders', 'json')
  inspector.look(item, countRecords(item, 100))
  const report = inspector.report()
  expect(report.undecodable).toBe(2)
  expect(report.undecodableSamples.map(({ partition, offset }) => [partition, offset])).toEqual([
    [0, '11'],
    [0, '14'],
  ])
  expect(report.samples.map(({ offset, value }) => [offset, value])).toEqual([
    ['10', { text: '{"n":1}' }],
    ['11', { text: 'no json' }],
    ['12', null],
    ['13', { text: '[2]' }],
    ['14', { text: '' }],
  ])
})

test('only what is taken is looked at, in parts too, and ten samples are enough', () => {
  const many = Array.from({ length: 30 }, () => ({ key: null, value: 'no json' }))
  const item = fetchedOf(encodeAt(0, many, 'none'), { from: 0 })
  const inspector = new ConsumeInspector('orders', 'json')
  const first = countRecords(item, 7)
  inspector.look(item, first)
  expect([inspector.undecodable, inspector.report().samples.length]).toEqual([7, 7])
  const rest = { ...item, from: first.next }
  inspector.look(rest, countRecords(rest, 100))
  const report = inspector.report()
  expect([report.undecodable, report.undecodableSamples.length, report.samples.length]).toEqual([30, 10, 10])
  expect(report.samples.at(-1)?.offset).toBe('9')
})

test('without an expectation nothing is checked', () => {
  const item = fetchedOf(encodeAt(0, records, 'none'), { from: 0 })
  const inspector = new ConsumeInspector('orders', undefined)
  inspector.look(item, countRecords(item, 100))
  expect(inspector.report()).toMatchObject({ undecodable: 0, undecodableSamples: [] })
})

test('marks are read of a run’s own records, others are passed by, what is broken is counted', () => {
  const own = new RoundTripRecords({ runId: 'aa', valueBytes: 150, keys: 2 })
  const mixed = [own.make(0, 1), { key: null, value: 'other' }, { key: null, value: null }, own.make(1, 1)]
  const set = encodeAt(5, mixed, 'none')
  const seen: (readonly [number, number | null])[] = []
  const options = { records: own, isolation: 'committed' } as const
  const read = (bytes: Buffer) =>
    readMarks(fetchedOf(bytes, { from: 6 }), options, (offset, mark) =>
      seen.push([offset, mark?.sequence ?? null]),
    )
  expect(read(set)).toBe(0)
  expect(seen).toEqual([
    [6, null],
    [7, null],
    [8, 1],
  ])
  const broken = Buffer.from(set)
  broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 0xff
  seen.length = 0
  expect([read(broken), seen]).toEqual([4, []])
})
