import { describe, expect, it } from 'vitest'
import type { RecordShape } from '#lib/shared/produce-spec.ts'
import type { ImportFormat } from '#lib/shared/record-export.ts'
import { FileRecords } from './file-records.ts'
import { seededChance } from './seeded-chance.ts'

async function read(
  text: string | Uint8Array,
  format: ImportFormat,
  { shape = {}, onBad = 'stop' }: { shape?: RecordShape; onBad?: 'stop' | 'skip' } = {},
) {
  const file = new FileRecords({ format, shape, onBad, chance: seededChance(1) })
  const chunks = (async function* () {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += 5) yield await Promise.resolve(bytes.subarray(at, at + 5))
  })()
  const records = await Array.fromAsync(file.records(chunks))
  return { file, records, values: records.map(({ value }) => value) }
}

const byField = (path: string): RecordShape => ({ key: { type: 'field', path } })

describe('FileRecords', () => {
  it('takes JSON values as they stand, and says which line is none', async () => {
    const text = '{"id": 90071992547409931}\n\n[1]\n{bad\n"more"\n'
    const { file, values } = await read(text, 'ndjson')
    expect(values).toEqual(['{"id": 90071992547409931}', '[1]'])
    expect(file.problem).toEqual({
      line: 4,
      message: 'is not JSON',
      advice: 'Each line holds one JSON value.',
    })
  })

  it('leaves bad lines out and counts them, when it is to', async () => {
    const { file, values } = await read('{"a":1}\nbad\n{"a":2}\n{"b":3}\n', 'ndjson', {
      shape: byField('a'),
      onBad: 'skip',
    })
    expect(values).toEqual(['{"a":1}', '{"a":2}'])
    expect(file.problem).toBeNull()
    expect(file.skipped).toBe(2)
    expect(file.bad.map(({ line, message }) => [line, message])).toEqual([
      [2, 'is not JSON'],
      [4, 'can’t be made a record: The value has no field “a”'],
    ])
    expect([file.lineOf(0), file.lineOf(1)]).toEqual([1, 3])
  })

  it('makes objects of rows, with keys, partitions and times of columns', async () => {
    const shape: RecordShape = {
      ...byField('order id'),
      partition: { type: 'field', path: 'p' },
      timestamp: { type: 'field', path: 'at' },
      headers: [['n', '{{sequence}}']],
    }
    const { records } = await read(
      '\uFEFForder id,p,at,note\nA-1,0,1790000000000,"x ""y"""\nA-2,1,2026-01-31T00:00:00Z,\n',
      'csv',
      { shape },
    )
    expect(records).toEqual([
      {
        key: 'A-1',
        value: '{"order id":"A-1","p":"0","at":"1790000000000","note":"x \\"y\\""}',
        headers: [['n', '0']],
        partition: 0,
        timestamp: 1_790_000_000_000,
      },
      {
        key: 'A-2',
        value: '{"order id":"A-2","p":"1","at":"2026-01-31T00:00:00Z","note":""}',
        headers: [['n', '1']],
        partition: 1,
        timestamp: Date.UTC(2026, 0, 31),
      },
    ])
  })

  it.each<[string, string | Uint8Array, ImportFormat, number, string]>([
    ['a row with too few fields', 'a,b\n1,2\n3\n', 'csv', 3, 'has 1 field, where the first line has 2'],
    ['a column twice', 'a,a\n1,2\n', 'csv', 1, 'names a column twice'],
    ['a quote', 'a\n"x\n', 'csv', 2, 'has a quote that is never closed'],
    ['bytes', Buffer.from([0x61, 10, 0xff, 10]), 'lines', 2, 'holds bytes that are no UTF-8 text'],
    ['no export', '{"a":1}\n', 'export', 1, 'is not a record as an export writes it'],
  ])('says where %s is wrong', async (_, text, format, line, message) => {
    expect((await read(text, format)).file.problem).toMatchObject({ line, message })
  })

  it('takes plain lines, also the last one without an end', async () => {
    const { values, file } = await read('one\r\ntwo, "three"\n\n  four', 'lines', {
      shape: { key: 'k{{sequence}}' },
    })
    expect(values).toEqual(['one', 'two, "three"', '  four'])
    expect(file.lineOf(2)).toBe(4)
  })
})
