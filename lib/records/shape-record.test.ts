import { describe, expect, it } from 'vitest'
import { type RecordShape, RecordShapeSchema } from '#lib/shared/produce-spec.ts'
import { shapeRecord } from './shape-record.ts'

const NOW = Date.UTC(2026, 0, 31)
const source = { sequence: 5, now: NOW, random: () => 0.5, uuid: () => 'u' }
const shaped = (shape: RecordShape, value: string | null = '{}', count?: number) =>
  shapeRecord(RecordShapeSchema.parse(shape), { count })(source, value)
const field = (path: string) => ({ type: 'field' as const, path })

const fault = (shape: RecordShape, value: string | null) => {
  try {
    shaped(shape, value)
    return null
  } catch (error) {
    return (error as Error).message
  }
}

describe('shapeRecord', () => {
  it('leaves alone what is not asked for', () => {
    expect(shaped({}, 'any text')).toEqual({ key: null, value: 'any text' })
    expect(shaped({ partition: { type: 'round-robin' } }, null)).toEqual({ key: null, value: null })
  })

  it.each<[string, RecordShape['key'], string | null]>([
    ['a template', 'k{{sequence}}', 'k5'],
    ['an empty key', '', ''],
    ['keys in turn', { type: 'cycle', keys: 3 }, '2'],
    ['a field', field('order.lines[1].id'), 'b'],
    ['a number beyond 2^53, exactly', field('big'), '90071992547409931'],
    ['a null', field('nothing'), null],
    ['an object', field('order.ship'), '{"to":1}'],
    ['a column with dots', field('a.b c'), 'column'],
  ])('takes %s as the key', (_, key, expected) => {
    const value =
      '{"order":{"lines":[{"id":"a"},{"id":"b"}],"ship":{"to":1}},"big":90071992547409931,"nothing":null,"a.b c":"column"}'
    expect(shaped({ ...(key !== undefined && { key }) }, value).key).toBe(expected)
  })

  it('chooses partition and time', () => {
    expect(shaped({ partition: { type: 'fixed', partition: 3 } }).partition).toBe(3)
    expect(shaped({ partition: { type: 'template', template: '{{sequence}}' } }).partition).toBe(5)
    expect(shaped({ partition: field('p') }, '{"p":"2"}').partition).toBe(2)
    expect(shaped({ timestamp: { type: 'fixed', at: 7 } }).timestamp).toBe(7)
    expect(shaped({ timestamp: { type: 'range', from: 0, to: 900 } }, '{}', 10).timestamp).toBe(500)
    expect(shaped({ timestamp: field('t') }, '{"t":1790000000000}').timestamp).toBe(1_790_000_000_000)
    expect(shaped({ timestamp: field('t') }, '{"t":"2026-01-31T00:00:00Z"}').timestamp).toBe(NOW)
  })

  it('renders headers, twice the same name and null too', () => {
    const headers: RecordShape['headers'] = [
      ['h', '{{sequence}}'],
      ['h', null],
      ['', ''],
    ]
    expect(shaped({ headers }).headers).toEqual([
      ['h', '5'],
      ['h', null],
      ['', ''],
    ])
  })

  it('says what a value lacks without quoting it', () => {
    expect(fault({ key: field('id') }, '{"ID":"secret"}')).toBe('The value has no field “id”')
    expect(fault({ key: field('id') }, 'secret')).toBe('The value is not JSON')
    expect(fault({ key: field('toString') }, '{}')).toBe('The value has no field “toString”')
    expect(fault({ partition: field('p') }, '{"p":-1}')).toBe('The partition is not a whole number')
    expect(fault({ timestamp: field('t') }, '{"t":"yesterday"}')).toBe('The field “t” is no time')
  })
})
