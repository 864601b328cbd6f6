import fc from 'fast-check'
import protobuf from 'protobufjs'
import { describe, expect, it } from 'vitest'
import { compileSchema } from './compiled-schema.ts'
import { jsonOfDecoded } from './json-of-decoded.ts'
import { decodeProtobuf } from './protobuf.ts'
import { parseProtoSchema } from './protobuf-schema.ts'
import { decodeProtobufWire } from './protobuf-wire.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

const proto = `syntax = "proto3";
package shop.v1;
import "google/protobuf/timestamp.proto";
message Order {
  int64 id = 1;
  optional string note = 2;
  repeated sint32 counts = 3;
  map<string, Line> lines = 4;
  enum State { NEW = 0; SENT = 1; }
  State state = 5;
  bytes mark = 6;
  oneof pay { double cash = 7; fixed64 card = 8; }
  google.protobuf.Timestamp at = 9;
  Order next = 10;
  message Line { uint32 n = 1; }
}
message Other { bool b = 1; }
`

describe('decodeProtobuf', () => {
  it('reads back what another encoder wrote', () => {
    const { root } = protobuf.parse(proto, { keepCase: true })
    root.addJSON(protobuf.common.get('google/protobuf/timestamp.proto')?.nested ?? {})
    const type = root.lookupType('shop.v1.Order')
    const message = parseProtoSchema(proto).find('shop.v1.Order')
    if (!message) throw new Error('no message')
    const values = fc.record({
      id: fc.maxSafeInteger(),
      counts: fc.array(fc.integer(), { maxLength: 5 }),
      lines: fc.dictionary(
        fc.string().filter((name) => name !== '__proto__'),
        fc.record({ n: fc.nat() }),
        { maxKeys: 3, noNullPrototype: true },
      ),
      state: fc.constantFrom(0, 1, 7),
      mark: fc.uint8Array({ maxLength: 5 }),
      cash: fc.double({ noNaN: true, noDefaultInfinity: true }),
    })
    fc.assert(
      fc.property(values, (value) => {
        const written = type.encode({ ...value, at: { seconds: 1, nanos: 5 } }).finish()
        expect(decodeProtobuf(written, message)).toEqual({
          ...value,
          state: ['NEW', 'SENT'][value.state] ?? value.state,
          mark: Buffer.from(value.mark).toString('base64'),
          at: '1970-01-01T00:00:01.000000005Z',
        })
      }),
    )
  })

  it('shows unknown fields, absent ones, and all digits', () => {
    const message = parseProtoSchema(proto).messages[0]
    if (!message) throw new Error('no message')
    expect(jsonOfDecoded(decodeProtobuf(bytes('08ffffffffffffffff7f 9801 2a'), message)).json).toBe(
      '{"id":9223372036854775807,"counts":[],"lines":{},"state":"NEW","mark":"","#19":42}',
    )
    expect(() => decodeProtobuf(bytes('0a01ff'), message)).toThrow(
      'the field id is int64 in the schema, but has wire type 2',
    )
    expect(() => decodeProtobuf(bytes('32ffffffff0f'), message)).toThrow('more than there are bytes for')
    expect(() => decodeProtobuf(bytes('0c'), message)).toThrow('the end of a group')
    expect(() => decodeProtobuf(new Uint8Array(500).fill(0x9b), message)).toThrow()
  })

  it('reads a message without its schema', () => {
    expect(
      jsonOfDecoded(decodeProtobufWire(bytes('082a 1203616263 1a02082a 2201ff 2a02082a 2a0100'))).json,
    ).toBe('{"1":42,"2":"abc","3":{"1":42},"4":"/w==","5":[{"1":42},"AA=="]}')
    expect(() => decodeProtobufWire(new Uint8Array(1000).fill(0x0b))).toThrow('deeper than 100 levels')
    const deep = Array.from({ length: 60 }).reduce<Uint8Array>(
      (inner) => Uint8Array.from([0x0a, inner.length, ...inner]),
      bytes('0801'),
    )
    expect(jsonOfDecoded(decodeProtobufWire(deep)).json.length).toBeLessThan(1000)
  })

  it('says in which line a file is wrong, and runs nothing of it', () => {
    const wrong = (text: string) => {
      try {
        parseProtoSchema(text)
        return null
      } catch (error) {
        return error
      }
    }
    expect(wrong('syntax = "proto3";\nmessage M { int32 x 1; }')).toMatchObject({
      message: "Line 2 can't be read as Protobuf; = was expected.",
      line: 2,
    })
    expect(wrong('syntax = "proto3";\nmessage M {\n  Missing x = 1;\n}')).toMatchObject({
      message: 'The type Missing is used, but declared nowhere.',
      line: 3,
    })
    expect(wrong('syntax = "proto3";\nimport "a.proto";\nmessage M {}')).toMatchObject({
      message: 'The import a.proto is not there.',
      line: 2,
    })
    expect(wrong('')).toMatchObject({ message: 'The file declares no message.' })
    expect(wrong('hello')).toMatchObject({ line: 1 })
    expect(
      parseProtoSchema('syntax = "proto3"; import "a.proto"; message M { A a = 1; }', [
        { name: 'a.proto', text: 'syntax = "proto3"; message A {}' },
      ]).messages.map(({ name }) => name),
    ).toEqual(['M'])
    expect(() => compileSchema({ kind: 'protobuf', text: proto, message: 'Nope' })).toThrow(
      'It has shop.v1.Order, shop.v1.Other.',
    )
  })
})
