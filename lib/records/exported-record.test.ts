import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Bytes, KafkaRecord } from '#lib/shared/record.ts'
import { readExportedLine } from './exported-record.ts'
import { recordCsvHeader, recordCsvLine } from './record-csv.ts'
import { LineTooLongError, splitLines } from './split-lines.ts'

const record: KafkaRecord = {
  partition: 2,
  offset: '17',
  timestamp: 1_790_000_000_000,
  timestampType: 'create',
  key: { text: 'k' },
  value: { base64: '/w==' },
  headers: [
    ['a', { text: '' }],
    ['a', null],
  ],
  keySize: 1,
  valueSize: 1,
  compression: 'none',
  transactional: false,
}

it('reads back what an export wrote: null, empty and bytes apart', () => {
  expect(readExportedLine(JSON.stringify({ type: 'record', ...record }))).toEqual({
    type: 'record',
    record: {
      key: 'k',
      value: Uint8Array.of(255),
      headers: [
        ['a', ''],
        ['a', null],
      ],
      partition: 2,
      timestamp: 1_790_000_000_000,
    },
  })
  const tombstone = { ...record, key: { text: '' }, value: null, headers: [] }
  expect(readExportedLine(JSON.stringify(tombstone))).toMatchObject({ record: { key: '', value: null } })
})

it.each([
  ['{"type":"failed","error":{}}', 'says that the export failed there'],
  ['{', 'is not a record as an export writes it'],
  ['{"partition":0}', 'is not a record as an export writes it'],
  [JSON.stringify({ ...record, value: { text: 'a', truncated: true } }), 'holds a value that was cut'],
])('refuses %s', (line, message) => {
  expect(readExportedLine(line)).toMatchObject({ type: 'problem', message })
})

it('passes over the marks of transactions', () => {
  expect(readExportedLine(JSON.stringify({ ...record, control: 'commit' }))).toEqual({ type: 'pass' })
})

it('writes CSV that tells null, empty and bytes apart, and that no spreadsheet computes', () => {
  const text = { ...record, value: { text: '=1+"2"\n,' } } satisfies KafkaRecord
  expect(recordCsvLine(text)).toBe(
    `"2","17","1790000000000","2026-09-21T14:13:20.000Z","k","text","'=1+""2""\n,","text","[[""a"",{""text"":""""}],[""a"",null]]","1","1","none","no",""\r\n`,
  )
  expect(recordCsvLine({ ...record, key: null, keySize: null, headers: [] })).toBe(
    `"2","17","1790000000000","2026-09-21T14:13:20.000Z","","null","/w==","base64","","","1","none","no",""\r\n`,
  )
  expect(recordCsvHeader.split(',')).toHaveLength(14)
})

it('any bytes in any field come back the same', () => {
  const bytes = fc.option(
    fc.oneof(
      fc.string({ unit: 'grapheme' }).map((text): Bytes => ({ text })),
      fc.uint8Array().map((data): Bytes => ({ base64: Buffer.from(data).toString('base64') })),
    ),
  )
  const plain = (from: Bytes | null): unknown =>
    from === null ? null : 'text' in from ? from.text : Uint8Array.from(Buffer.from(from.base64, 'base64'))
  fc.assert(
    fc.property(bytes, bytes, fc.array(fc.tuple(fc.string(), bytes)), (key, value, headers) => {
      const line = JSON.stringify({ ...record, key, value, headers })
      expect(readExportedLine(line)).toMatchObject({
        record: {
          key: plain(key),
          value: plain(value),
          headers: headers.map(([name, data]) => [name, plain(data)]),
        },
      })
    }),
  )
})

async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve()
    yield bytes.subarray(at, at + size)
  }
}

it.each([1, 2, 3, 1000])('splits lines that come in pieces of %d bytes', async (size) => {
  const lines = await Array.fromAsync(splitLines(pieces('é1\r\n\n日本\n🙂 last', size), { maxBytes: 100 }))
  expect(lines).toEqual([
    { text: 'é1', line: 1 },
    { text: '日本', line: 3 },
    { text: '🙂 last', line: 4 },
  ])
})

it('a line beyond the limit is an error with its number', async () => {
  await expect(
    Array.fromAsync(splitLines(pieces(`a\n${'b'.repeat(50)}`, 7), { maxBytes: 20 })),
  ).rejects.toEqual(new LineTooLongError(2))
})
