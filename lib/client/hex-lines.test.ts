import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf, HEX_LINE_BYTES, hexLine } from './hex-lines.ts'

test('a line shows place, bytes and text', () => {
  const bytes = bytesOf({ text: 'Hello, wörld\n<more than a line>' })
  expect(hexLine(bytes, 0)).toEqual({
    place: '00000000',
    hex: '48 65 6c 6c 6f 2c 20 77  c3 b6 72 6c 64 0a 3c 6d',
    ascii: 'Hello, w..rld.<m',
  })
  expect(hexLine(bytes, 1).place).toBe('00000010')
})

test('property: a dump holds every byte in order, and all lines are equally wide', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
      const lines = Array.from({ length: Math.ceil(bytes.length / HEX_LINE_BYTES) }, (_, index) =>
        hexLine(bytes, index),
      )
      expect(new Set(lines.map((line) => line.hex.length))).toEqual(new Set([48]))
      const back = lines
        .flatMap((line) => line.hex.trim().split(/\s+/))
        .map((pair) => Number.parseInt(pair, 16))
      expect(back).toEqual([...bytes])
      expect(lines.map((line) => line.ascii.length).reduce((a, b) => a + b)).toBe(bytes.length)
    }),
  )
})

test('base64 and text give the same bytes', () => {
  expect(bytesOf({ base64: 'AP8=' })).toEqual(new Uint8Array([0, 255]))
  expect(bytesOf({ text: '' })).toEqual(new Uint8Array())
})
