import { ExtData, encode as encodeMessagePack, encodeTimestampExtension } from '@msgpack/msgpack'
import { encode as encodeCbor } from 'cborg'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCbor } from './cbor.ts'
import { type DecodedValue, exactInteger } from './decoded-value.ts'
import { jsonOfDecoded } from './json-of-decoded.ts'
import { decodeMessagePack } from './message-pack.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

/** Trees of what both formats and ours hold alike. */
const tree = fc.letrec<{ value: DecodedValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value)),
    fc.string({ unit: 'grapheme' }),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(exactInteger),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      tie('value'),
      { maxKeys: 6, noNullPrototype: true },
    ),
  ),
})).value

describe('decodeMessagePack', () => {
  it('reads back what another encoder wrote', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(decodeMessagePack(encodeMessagePack(value, { useBigInt64: true, maxDepth: 20 }))).toEqual(
          value,
        )
      }),
    )
  })

  it('reads binary, timestamps, extensions, and keys that are no texts', () => {
    const written = (value: unknown) => jsonOfDecoded(decodeMessagePack(encodeMessagePack(value))).json
    expect(written([new Uint8Array([0, 255]), new Date('2026-01-31T01:02:03.500Z')])).toBe(
      '["AP8=","2026-01-31T01:02:03.500Z"]',
    )
    expect(written(new ExtData(7, new Uint8Array([1])))).toBe('{"type":7,"data":"AQ=="}')
    expect(encodeTimestampExtension(new Date(0))).toHaveLength(4)
    expect(jsonOfDecoded(decodeMessagePack(bytes('82 01 a1 61 ce ffffffff c0'))).json).toBe(
      '{"1":"a","4294967295":null}',
    )
    expect(jsonOfDecoded(decodeMessagePack(bytes('81 c0 01'))).json).toBe('[{"key":null,"value":1}]')
    expect(jsonOfDecoded(decodeMessagePack(bytes('82 01 a1 61 a1 31 c0'))).json).toBe(
      '[{"key":1,"value":"a"},{"key":"1","value":null}]',
    )
    const proto = decodeMessagePack(bytes('81 a9 5f5f70726f746f5f5f 81 a1 61 01'))
    expect(Object.getPrototypeOf(proto)).toBe(Object.prototype)
    expect(jsonOfDecoded(proto).json).toBe('{"__proto__":{"a":1}}')
  })

  it('refuses what is too much, too deep, too short or too long, at once', () => {
    expect(() => decodeMessagePack(bytes('dd ffffffff'))).toThrow('4294967295 items are announced')
    expect(() => decodeMessagePack(bytes('df ffffffff'))).toThrow('4294967295 items are announced')
    expect(() => decodeMessagePack(bytes('c6 ffffffff'))).toThrow('the bytes end too early')
    expect(() => decodeMessagePack(new Uint8Array(1000).fill(0x91))).toThrow('deeper than 100 levels')
    expect(() => decodeMessagePack(bytes('01 01'))).toThrow('1 bytes are left over at byte 1')
    expect(() => decodeMessagePack(bytes('c1'))).toThrow('never uses at byte 0')
    expect(() => decodeMessagePack(bytes('a1 ff'))).toThrow('a text that is not UTF-8 at byte 1')
    const many = new Uint8Array(600_005).fill(0xc0)
    many.set([0xdd, 0, 9, 0x27, 0xc0])
    expect(() => decodeMessagePack(many)).toThrow('more than 500000 values')
  })
})

describe('decodeCbor', () => {
  it('reads back what another encoder wrote', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(decodeCbor(encodeCbor(value))).toEqual(value)
      }),
    )
  })

  // Golden bytes from RFC 8949, appendix A.
  it.each([
    ['1bffffffffffffffff', '18446744073709551615'],
    ['c249010000000000000000', '18446744073709551616'],
    ['3bffffffffffffffff', '-18446744073709551616'],
    ['c349010000000000000000', '-18446744073709551617'],
    ['f93e00', '1.5'],
    ['f90001', '5.960464477539063e-8'],
    ['f97c00', '"Infinity"'],
    ['fa47c35000', '100000'],
    ['f7', 'null'],
    ['f0', '{"simple":16}'],
    ['c074323031332d30332d32315432303a30343a30305a', '"2013-03-21T20:04:00Z"'],
    ['c11a514b67b0', '"2013-03-21T20:04:00.000Z"'],
    ['d74401020304', '{"tag":23,"value":"AQIDBA=="}'],
    ['a201020304', '{"1":2,"3":4}'],
    ['5f42010243030405ff', '"AQIDBAU="'],
    ['7f657374726561646d696e67ff', '"streaming"'],
    ['9f018202039f0405ffff', '[1,[2,3],[4,5]]'],
    ['bf61610161629f0203ffff', '{"a":1,"b":[2,3]}'],
    ['d9d9f7a16161f5', '{"a":true}'],
    ['a1820102f5', '[{"key":[1,2],"value":true}]'],
  ])('reads %s', (hex, json) => {
    expect(jsonOfDecoded(decodeCbor(bytes(hex))).json).toBe(json)
  })

  it('refuses what is too much, too deep, reserved or cut', () => {
    expect(() => decodeCbor(bytes('9bffffffffffffffff'))).toThrow('items are announced')
    expect(() => decodeCbor(bytes('bb7fffffffffffffff'))).toThrow('items are announced')
    expect(() => decodeCbor(new Uint8Array(1000).fill(0x9f))).toThrow('deeper than 100 levels')
    expect(() => decodeCbor(new Uint8Array(1000).fill(0xc6))).toThrow('deeper than 100 levels')
    expect(() => decodeCbor(bytes('1c'))).toThrow('reserves at byte 0')
    expect(() => decodeCbor(bytes('9f01'))).toThrow('the bytes end too early')
    expect(() => decodeCbor(bytes('bf01ff'))).toThrow('a map ends after a key')
    expect(() => decodeCbor(bytes('ff'))).toThrow('reserves')
  })
})
