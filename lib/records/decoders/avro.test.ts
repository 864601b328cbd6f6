import avsc from 'avsc'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeAvro } from './avro.ts'
import { avroFingerprint } from './avro-fingerprint.ts'
import { parseAvroSchema } from './avro-schema.ts'
import { jsonOfDecoded } from './json-of-decoded.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

const order = {
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'count', type: 'int' },
    { name: 'price', type: 'double' },
    { name: 'paid', type: 'boolean' },
    { name: 'note', type: ['null', 'string'] },
    { name: 'state', type: { type: 'enum', name: 'State', symbols: ['NEW', 'SENT'] } },
    { name: 'tags', type: { type: 'array', items: 'string' } },
    { name: 'amounts', type: { type: 'map', values: 'float' } },
    { name: 'mark', type: { type: 'fixed', name: 'Mark', size: 2 } },
    { name: 'next', type: ['null', 'Order'] },
  ],
}

const orders = fc.letrec<{ order: Record<string, unknown> }>((tie) => ({
  order: fc.record({
    // Beyond 2^52 the other encoder rounds.
    id: fc.integer({ min: -(2 ** 52), max: 2 ** 52 }),
    count: fc.integer(),
    price: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
    paid: fc.boolean(),
    note: fc.option(fc.string()),
    state: fc.constantFrom('NEW', 'SENT'),
    tags: fc.array(fc.string(), { maxLength: 4 }),
    amounts: fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      fc.float({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
      { maxKeys: 3, noNullPrototype: true },
    ),
    mark: fc.uint8Array({ minLength: 2, maxLength: 2 }),
    next: fc.option(tie('order'), { maxDepth: 2 }),
  }),
})).order

function expected(value: Record<string, unknown>): Record<string, unknown> {
  return {
    ...value,
    mark: Buffer.from(value['mark'] as Uint8Array).toString('base64'),
    next: value['next'] === null ? null : expected(value['next'] as Record<string, unknown>),
  }
}

/** avsc wants its fixed values as Buffers. */
function forAvsc(value: Record<string, unknown>): Record<string, unknown> {
  return {
    ...value,
    mark: Buffer.from(value['mark'] as Uint8Array),
    next: value['next'] === null ? null : forAvsc(value['next'] as Record<string, unknown>),
  }
}

describe('decodeAvro', () => {
  it('reads back what another encoder wrote', () => {
    const type = avsc.Type.forSchema(order as never, { wrapUnions: false })
    const schema = parseAvroSchema(JSON.stringify(order))
    fc.assert(
      fc.property(orders, (value) => {
        expect(decodeAvro(type.toBuffer(forAvsc(value)), schema)).toEqual(expected(value))
      }),
    )
  })

  it('gives longs all their digits, and logical types their meaning', () => {
    const read = (type: unknown, hex: string) =>
      jsonOfDecoded(decodeAvro(bytes(hex), parseAvroSchema(JSON.stringify(type)))).json
    expect(read('long', 'feffffffffffffffff01')).toBe('9223372036854775807')
    expect(read({ type: 'int', logicalType: 'date' }, 'b6c202')).toBe('"2026-07-01"')
    expect(read({ type: 'long', logicalType: 'timestamp-millis' }, '02')).toBe('"1970-01-01T00:00:00.001Z"')
    expect(read({ type: 'long', logicalType: 'timestamp-micros' }, '01')).toBe(
      '"1969-12-31T23:59:59.999999Z"',
    )
    expect(read({ type: 'long', logicalType: 'local-timestamp-millis' }, '00')).toBe(
      '"1970-01-01T00:00:00.000"',
    )
    expect(read({ type: 'bytes', logicalType: 'decimal', precision: 6, scale: 2 }, '04fb2e')).toBe('"-12.34"')
    expect(read({ type: 'array', items: 'int' }, '03 04 02 04 00')).toBe('[1,2]')
  })

  it('refuses huge counts and endless records at once', () => {
    const nulls = parseAvroSchema('{"type":"array","items":"null"}')
    expect(() => decodeAvro(bytes('feffffffffffffffff01'), nulls)).toThrow('more than 500000 values')
    const self = parseAvroSchema('{"type":"record","name":"R","fields":[{"name":"r","type":"R"}]}')
    expect(() => decodeAvro(bytes('00'), self)).toThrow('deeper than 100 levels')
    expect(() => decodeAvro(bytes('feffffffffffffffff01'), parseAvroSchema('"bytes"'))).toThrow(
      'more than there are bytes for',
    )
    expect(() => decodeAvro(bytes('04'), parseAvroSchema('["null","int"]'))).toThrow(
      'a branch that the union',
    )
    expect(() => decodeAvro(bytes('0202'), parseAvroSchema('"int"'))).toThrow('1 bytes are left over')
  })

  it('names a schema by the fingerprint that the specification gives it', () => {
    // From the tables of Avro's own tests (share/test/data/schema-tests.txt).
    expect(BigInt.asIntN(64, avroFingerprint('"null"'))).toBe(7195948357588979594n)
    expect(BigInt.asIntN(64, avroFingerprint('{"type":"boolean"}'))).toBe(-6970731678124411036n)
    expect(
      BigInt.asIntN(64, avroFingerprint('{"type":"fixed","name":"Test","size":1,"namespace":"my.name"}')),
    ).toBe(BigInt.asIntN(64, avroFingerprint('{"name":"my.name.Test","type":"fixed","size":1}')))
  })

  it('says in which line a schema is wrong', () => {
    const wrong = (text: string) => {
      try {
        parseAvroSchema(text)
        return null
      } catch (error) {
        return error
      }
    }
    expect(wrong('{\n  "type": "record",\n  oops\n}')).toMatchObject({ line: 3 })
    expect(wrong('{"type":"record","name":"R","fields":[\n{"name":"a","type":"Missing"}]}')).toMatchObject({
      message: 'The type Missing is used, but defined nowhere before.',
      line: 2,
    })
    expect(wrong('{"type":"record","name":"R"}')).toMatchObject({ message: 'A type record has no "fields".' })
    expect(wrong('[]')).toMatchObject({ message: 'A union needs at least one type.' })
    expect(parseAvroSchema('"Ref"', ['{"type":"enum","name":"Ref","symbols":["A"]}'])).toMatchObject({
      kind: 'enum',
    })
  })
})
