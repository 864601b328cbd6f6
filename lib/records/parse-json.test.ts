import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseJson } from './parse-json.ts'

it('reads any JSON as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      fc.pre(!/\d{16}/.test(text) && !text.includes('"constructor"'))
      expect(parseJson(text)).toEqual(JSON.parse(text))
    }),
  )
})

it('keeps integers beyond 2^53, and only those', () => {
  const read = parseJson(
    '{"a":9007199254740993,"b":-18446744073709551615,"c":[9007199254740991],"d":0.12345678901234566,"e":1e20}',
  )
  expect(read).toEqual({
    a: 9_007_199_254_740_993n,
    b: -18_446_744_073_709_551_615n,
    c: [9_007_199_254_740_991],
    d: 0.12345678901234566,
    e: 1e20,
  })
})

it('keeps any integer', () => {
  fc.assert(
    fc.property(fc.bigInt(-(2n ** 70n), 2n ** 70n), (n) => {
      const [read] = parseJson(`[${n}]`) as [number | bigint]
      expect(BigInt(read)).toBe(n)
    }),
  )
})

it('makes a map of an object whose field hides what made it', () => {
  expect(parseJson('{"a":{"constructor":1}}')).toEqual({ a: new Map([['constructor', 1]]) })
})
