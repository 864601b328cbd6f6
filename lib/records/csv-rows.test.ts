import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvRows } from './csv-rows.ts'
import { splitLines } from './split-lines.ts'

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}

const rowsOf = (text: string, size = 7) =>
  Array.fromAsync(csvRows(splitLines(pieces(Buffer.from(text), size), { maxBytes: 10_000, exact: true })))

it('reads quotes, commas and line ends in fields, and tells the line that each row begins on', async () => {
  expect(await rowsOf('a,b\r\n"1,5","say ""hi"""\r\n\r\n"over\r\n\r\ntwo",\n,last')).toEqual([
    { line: 1, fields: ['a', 'b'] },
    { line: 2, fields: ['1,5', 'say "hi"'] },
    { line: 4, fields: ['over\r\n\r\ntwo', ''] },
    { line: 7, fields: ['', 'last'] },
  ])
})

it('one stray quote costs one line', async () => {
  const text = 'a,b\n1,"never closed\n2,fine\n3,"quoted"\n4,x"y\n"5" z,\n6,fine\n'
  expect(await rowsOf(text)).toEqual([
    { line: 1, fields: ['a', 'b'] },
    { line: 2, problem: 'has something between a closing quote and the comma' },
    { line: 3, fields: ['2', 'fine'] },
    { line: 4, fields: ['3', 'quoted'] },
    { line: 5, problem: 'has a quote inside a field that does not begin with one' },
    { line: 6, problem: 'has something between a closing quote and the comma' },
    { line: 7, fields: ['6', 'fine'] },
  ])
  expect(await rowsOf('a\n"open\nb\n\nc')).toEqual([
    { line: 1, fields: ['a'] },
    { line: 2, problem: 'has a quote that is never closed' },
    { line: 3, fields: ['b'] },
    { line: 5, fields: ['c'] },
  ])
})

it('reads what another reader reads', async () => {
  const field = fc.string({ unit: fc.constantFrom('a', 'é', '🙂', '"', ',', '\n', '\r\n', ' ') })
  // A row of one empty field is a blank line, which both pass over.
  const row = fc.array(field, { minLength: 2, maxLength: 4 })
  const table = fc.tuple(
    fc.array(row, { minLength: 1, maxLength: 6 }),
    fc.boolean(),
    fc.integer({ min: 1, max: 20 }),
  )
  await fc.assert(
    fc.asyncProperty(table, async ([rows, quoteAll, size]) => {
      const quoted = (text: string) =>
        quoteAll || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
      const text = `${rows.map((fields) => fields.map(quoted).join(',')).join('\n')}\n`
      const read = (await rowsOf(text, size)).map((each) => ('fields' in each ? each.fields : each.problem))
      expect(read).toEqual(rows)
      expect(parse(text, { relax_column_count: true })).toEqual(rows)
    }),
  )
})

it('says of any text which lines are wrong, and loses none', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n') }), async (text) => {
      const rows = await rowsOf(text, 3)
      const lines = rows.map(({ line }) => line)
      expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b))
      if (!text.includes('"'))
        expect(rows.map((row) => 'fields' in row && row.fields.join(','))).toEqual(
          text.split('\n').filter((line) => line !== ''),
        )
    }),
  )
})
