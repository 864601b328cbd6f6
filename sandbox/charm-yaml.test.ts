import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { charmYaml } from './charm-yaml.ts'

it.each([
  ['True', '"True"'],
  ['off', '"off"'],
  ['', '""'],
  ['0123', '"0123"'],
  ['1e5', '"1e5"'],
  ['14.15', '"14.15"'],
  ['0x1F', '"0x1F"'],
  ['12:30', '"12:30"'],
  ['2026-01-31', '"2026-01-31"'],
  ['v0', 'v0'],
  ['10.0.0.5:31234', '10.0.0.5:31234'],
  ['producer,consumer', 'producer,consumer'],
  ['&abc', "'&abc'"],
  ["it's: so", "'it''s: so'"],
  ['- x', "'- x'"],
  ['-x', '-x'],
  ['abc #def', "'abc #def'"],
  ['abc#def', 'abc#def'],
])('writes %j as %s', (text, written) => {
  expect(charmYaml({ a: text })).toBe(`a: ${written}\n`)
})

it('folds a plain text at the first blank beyond column 80', () => {
  const word = 'x'.repeat(30)
  expect(charmYaml({ a: { b: Array(5).fill(word).join(' ') } })).toBe(
    `a:\n  b: ${word} ${word} ${word}\n    ${word} ${word}\n`,
  )
})

it('refuses what it can not write as Juju does', () => {
  expect(() => charmYaml({ a: 'tab\t' })).toThrow('printable ASCII')
})

it('reads back as it was written', () => {
  const printable = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((c) => String.fromCharCode(c)),
    maxLength: 300,
  })
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,20}$/), printable), (kafka) => {
      expect(parse(charmYaml({ kafka }), { schema: 'failsafe' }) as unknown).toEqual({
        kafka: Object.keys(kafka).length === 0 ? '' : kafka,
      })
    }),
  )
})
