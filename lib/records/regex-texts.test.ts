import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileRegex } from './filter-regex.ts'
import { regexTexts } from './regex-texts.ts'

describe('the texts that a pattern requires', () => {
  it.each([
    ['FAILED', ['FAILED']],
    ['order-\\d+ failed', [' failed']],
    ['"status":"FAI\\w+"', ['"status":"FAI']],
    ['a(?:bcd|efg)h', ['bcd', 'efg']],
    ['abc|def', ['abc', 'def']],
    ['colou?rs', ['colo']],
    ['(?i)Failed', ['Failed']],
    ['ab+c', ['ab']],
    ['(abc){2}', ['abc']],
    ['x\\.y\\.z', ['x.y.z']],
    ['[a]b{2,}[^\\]]cd', ['cd']],
    ['\\Qa.b\\E', null],
    ['(abc)?', null],
    ['abc|d*', null],
    ['.*', null],
    ['[[:alpha:]]', null],
    ['\\p{Greek}\\x{1F600}', null],
    ['(abc){0,3}', null],
  ])('%s', (pattern, texts) => {
    expect(regexTexts(pattern, false)?.any ?? null).toEqual(texts)
  })

  it('stand in every text that matches', () => {
    const leaf = fc.constantFrom(
      'a',
      'b',
      'ab',
      'abc',
      '\\.',
      '.',
      '[ab]',
      '[^a]',
      '\\w',
      '^',
      '$',
      '\\b',
      '\\Qa+\\E',
      '\\x61',
      'é',
    )
    const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.tuple(tie('pattern'), tie('pattern')).map((parts) => parts.join('')),
        fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(?:${a}|${b})`),
        fc.tuple(tie('pattern'), tie('pattern')).map((parts) => parts.join('|')),
        fc
          .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{0,2}', '{2}', '{1,}', '*?', '+?'))
          .map(([a, repeat]) => `(${a})${repeat}`),
        fc.tuple(leaf, fc.constantFrom('*', '+', '?', '{2}')).map(([a, repeat]) => `${a}${repeat}`),
      ),
    }))
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '.', '+', 'é', '\n'), maxLength: 12 })
    let matched = 0
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 20, maxLength: 20 }), (source, texts) => {
        const regex = compileRegex(source, false)
        if (regex.fault) return
        const required = regexTexts(source, false)
        for (const each of texts) {
          if (!required || !regex.test(each)) continue
          matched++
          expect(required.any.some((part) => each.includes(part))).toBe(true)
        }
      }),
      { numRuns: 3000 },
    )
    expect(matched).toBeGreaterThan(20)
  })
})

describe('a pattern that is not right', () => {
  it.each([
    ['a(b', 1, 2],
    ['\\(a[(]b(c', 7, 8],
    ['a**', 1, 3],
    ['x[z-a]', 2, 5],
    ['a(?=b)', 1, 4],
    ['a\\1', 1, 3],
    ['ab\\', 2, 3],
    ['a)', 1, 2],
    ['x{1001}', 1, 7],
    ['(((a{10}){10}){10}){10}', 19, 23],
  ])('%s is shown at its place', (pattern, start, end) => {
    expect(compileRegex(pattern, false).fault).toMatchObject({ start, end })
  })
})
