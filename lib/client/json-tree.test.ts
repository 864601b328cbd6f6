import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonRows, jsonText, MAX_CHILDREN, parseJsonTree } from './json-tree.ts'

const show = (text: string, toggled: readonly string[] = []) => {
  const tree = parseJsonTree(text)
  if (tree === null) return null
  return jsonRows(tree, new Set(toggled)).map(
    (row) =>
      `${'  '.repeat(row.depth)}${row.name ?? ''}${row.branch ? (row.open ? '-' : '+') : ''} ${row.text}`,
  )
}

test('two levels stand open, deeper ones closed, and a click turns either', () => {
  const text = '{"a":{"b":{"c":1}},"d":[true,null],"e":{}}'
  expect(show(text)).toEqual([
    '- 3 fields',
    '  a- 1 field',
    '    b+ 1 field',
    '  d- 2 items',
    '    0 true',
    '    1 null',
    '  e {}',
  ])
  expect(show(text, ['/a/b', '/d'])).toEqual([
    '- 3 fields',
    '  a- 1 field',
    '    b- 1 field',
    '      c 1',
    '  d+ 2 items',
    '  e {}',
  ])
})

test('numbers keep their digits', () => {
  expect(show('[9007199254740993, 1.10, 1e400]')).toEqual([
    '- 3 items',
    '  0 9007199254740993',
    '  1 1.10',
    '  2 1e400',
  ])
})

test('a value is written again as it came', () => {
  const text = '{"id":9223372036854775807,"list":[1.10,null,"é"],"o":{}}'
  expect(jsonText(parseJsonTree(text) ?? null)).toBe(text)
})

test('a row knows items from members named by digits', () => {
  const rows = jsonRows(parseJsonTree('{"0":[true]}') ?? null, new Set())
  expect(rows.map((row) => row.steps)).toEqual([[], ['0'], ['0', 0]])
})

test('a long list says how much more there is', () => {
  const rows = show(JSON.stringify(Array.from({ length: MAX_CHILDREN + 3 }, () => 0)))
  expect(rows?.length).toBe(MAX_CHILDREN + 2)
  expect(rows?.at(-1)).toBe('   3 more, see the text')
})

test('what is no JSON document is no tree', () => {
  expect([show('hello'), show('12'), show('{"a":'), show('')]).toEqual([null, null, null, null])
})

test('property: paths are unique in any tree, whatever the names', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const tree = parseJsonTree(JSON.stringify([value]))
      if (tree === null) throw new Error('a list is always a tree')
      const rows = jsonRows(tree, new Set())
      expect(new Set(rows.map((row) => row.path)).size).toBe(rows.length)
    }),
  )
})
