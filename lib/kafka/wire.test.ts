import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MalformedResponseError, WireReader } from './wire-reader.ts'
import { WireWriter } from './wire-writer.ts'

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const text = fc.option(fc.string({ unit: 'grapheme', maxLength: 300 }), { nil: null })
const bytes = fc.option(
  fc.uint8Array({ maxLength: 600 }).map((array) => Buffer.from(array)),
  { nil: null },
)

/** Every primitive: how it is made up, written and read. */
const field = fc.oneof(
  fc.record({ kind: fc.constant('int8' as const), value: fc.integer({ min: -128, max: 127 }) }),
  fc.record({
    kind: fc.constant('int16' as const),
    value: fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }),
  }),
  fc.record({ kind: fc.constant('int32' as const), value: fc.integer() }),
  fc.record({ kind: fc.constant('int64' as const), value: int64 }),
  fc.record({ kind: fc.constant('boolean' as const), value: fc.boolean() }),
  fc.record({
    kind: fc.constant('unsignedVarint' as const),
    value: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  }),
  fc.record({ kind: fc.constant('string' as const), value: text }),
  fc.record({ kind: fc.constant('compactString' as const), value: text }),
  fc.record({ kind: fc.constant('bytes' as const), value: bytes }),
  fc.record({ kind: fc.constant('compactBytes' as const), value: bytes }),
)
type Field = typeof field extends fc.Arbitrary<infer T> ? T : never

function write(writer: WireWriter, { kind, value }: Field): WireWriter {
  switch (kind) {
    case 'int64':
      return writer.int64(value)
    case 'boolean':
      return writer.boolean(value)
    case 'string':
    case 'compactString':
      return writer[kind](value)
    case 'bytes':
    case 'compactBytes':
      return writer[kind](value)
    default:
      return writer[kind](value)
  }
}

test('reads back whatever was written, in order and to the last byte', () => {
  fc.assert(
    fc.property(fc.array(field, { maxLength: 40 }), (fields) => {
      const writer = new WireWriter(1)
      for (const one of fields) write(writer, one)
      const reader = new WireReader(writer.finish())
      expect(fields.map(({ kind }) => reader[kind]())).toEqual(fields.map(({ value }) => value))
      expect(reader.remaining).toBe(0)
    }),
  )
})

test('reads arrays of both kinds, and a null array as an empty one', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.array(text), (numbers, texts) => {
      const written = new WireWriter()
        .array(numbers, (writer, item) => writer.int32(item))
        .compactArray(texts, (writer, item) => writer.compactString(item))
        .array(null, () => undefined)
        .compactArray(null, () => undefined)
        .noTags()
        .finish()
      const reader = new WireReader(written)
      expect(reader.array((inner) => inner.int32())).toEqual(numbers)
      expect(reader.compactArray((inner) => inner.compactString())).toEqual(texts)
      expect(reader.array((inner) => inner.int8())).toEqual([])
      expect(reader.compactArray((inner) => inner.int8())).toEqual([])
      reader.skipTags()
      expect(reader.remaining).toBe(0)
    }),
  )
})

test('skips tagged fields that it does not know', () => {
  const [first, second] = [Buffer.from('abc'), Buffer.alloc(200)]
  const written = new WireWriter()
    .unsignedVarint(2)
    .unsignedVarint(7)
    .unsignedVarint(first.length)
    .raw(first)
    .unsignedVarint(9)
    .unsignedVarint(second.length)
    .raw(second)
    .int32(42)
    .finish()
  const reader = new WireReader(written)
  reader.skipTags()
  expect(reader.int32()).toBe(42)
})

test('answers any bytes with a value or MalformedResponseError, and never takes memory that the bytes do not carry', () => {
  const reads = [
    'string',
    'compactString',
    'bytes',
    'compactBytes',
    'unsignedVarint',
    'int64',
    'uuid',
  ] as const
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.constantFrom(...reads), (input, kind) => {
      try {
        new WireReader(Buffer.from(input))[kind]()
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedResponseError)
      }
    }),
  )
  const huge = new WireWriter().int32(2 ** 31 - 1).finish()
  expect(() => new WireReader(huge).array((reader) => reader.int8())).toThrow(MalformedResponseError)
})
