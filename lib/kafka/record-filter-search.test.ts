import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { needlesOf } from './record-filter-search.ts'

describe('the forms in which a text is looked for', () => {
  it.each([
    ['plain', ['plain']],
    ['say "hi"', ['say "hi"', 'say \\"hi\\"']],
    ['a/b', ['a/b', 'a\\/b']],
    ['café', ['café', 'caf\\u00e9', 'caf\\u00E9']],
    ['😀', ['😀', '\\ud83d\\ude00', '\\uD83D\\uDE00']],
    ['a\nb', ['a\nb', 'a\\nb']],
    ['c:\\d', ['c:\\d', 'c:\\\\d']],
  ])('%s', (text, forms) => {
    expect(needlesOf(text).map(String)).toEqual(forms)
  })

  it('finds any text in the JSON of it, whichever way it was escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), (text) => {
        const json = JSON.stringify({ field: `before${text}after` })
        const escapedAscii = json.replace(
          /[^ -~]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        )
        for (const form of [json, escapedAscii, json.replaceAll('/', '\\/')]) {
          expect(needlesOf(text).some((needle) => Buffer.from(form).includes(needle))).toBe(true)
        }
      }),
    )
  })
})
