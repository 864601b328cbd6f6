import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Decoder, plainDecoders } from '#lib/shared/decoder.ts'
import { compileSchema } from './compiled-schema.ts'
import { type DecodeContext, decode, neededSchema } from './decode.ts'
import { jsonOfDecoded } from './json-of-decoded.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const utf8 = (text: string) => new TextEncoder().encode(text)
const context: DecodeContext = { topic: 't', part: 'value', key: null, schemas: [], registry: null }

function shown(data: Uint8Array, decoder: Decoder, given: Partial<DecodeContext> = {}) {
  const result = decode(data, decoder, { ...context, ...given })
  if (result.decoder === null) return result.tried
  return [result.decoder, jsonOfDecoded(result.decoded).json]
}

describe('decode', () => {
  it('reads numbers of fixed widths, in both orders, with all digits', () => {
    expect(shown(bytes('2a'), 'uint8')).toEqual(['uint8', '42'])
    expect(shown(bytes('ff'), 'int8')).toEqual(['int8', '-1'])
    expect(shown(bytes('fffe'), 'int16')).toEqual(['int16', '-2'])
    expect(shown(bytes('fffe'), 'uint16')).toEqual(['uint16', '65534'])
    expect(shown(bytes('0100'), 'int16-le')).toEqual(['int16-le', '1'])
    expect(shown(bytes('fffe'), 'uint16-le')).toEqual(['uint16-le', '65279'])
    expect(shown(bytes('80000000'), 'int32')).toEqual(['int32', '-2147483648'])
    expect(shown(bytes('80000000'), 'uint32')).toEqual(['uint32', '2147483648'])
    expect(shown(bytes('00000080'), 'int32-le')).toEqual(['int32-le', '-2147483648'])
    expect(shown(bytes('00000080'), 'uint32-le')).toEqual(['uint32-le', '2147483648'])
    expect(shown(bytes('7fffffffffffffff'), 'int64')).toEqual(['int64', '9223372036854775807'])
    expect(shown(bytes('0000000000000080'), 'int64-le')).toEqual(['int64-le', '-9223372036854775808'])
    expect(shown(bytes('ffffffffffffffff'), 'uint64')).toEqual(['uint64', '18446744073709551615'])
    expect(shown(bytes('0100000000000000'), 'uint64-le')).toEqual(['uint64-le', '1'])
    expect(shown(bytes('3fc00000'), 'float')).toEqual(['float', '1.5'])
    expect(shown(bytes('0000c03f'), 'float-le')).toEqual(['float-le', '1.5'])
    expect(shown(bytes('7ff8000000000000'), 'double')).toEqual(['double', '"NaN"'])
    expect(shown(bytes('000000000000f0ff'), 'double-le')).toEqual(['double-le', '"-Infinity"'])
    expect(shown(bytes('00'), 'int16')).toEqual([
      { decoder: 'int16', reason: '2 bytes make int16, but it has 1' },
    ])
  })

  it('reads text, JSON, hex, base64 and UUIDs', () => {
    expect(shown(utf8('grün'), 'text')).toEqual(['text', '"grün"'])
    expect(shown(bytes('6162 63ff'), 'text')).toEqual([{ decoder: 'text', reason: 'not UTF-8 at byte 3' }])
    expect(shown(bytes('c3a4 e282'), 'text')).toEqual([{ decoder: 'text', reason: 'not UTF-8 at byte 4' }])
    expect(shown(utf8('{"id":9007199254740993,"a":[1.50],"__proto__":1}'), 'json')).toEqual([
      'json',
      '{"id":9007199254740993,"a":[1.5],"__proto__":1}',
    ])
    expect(shown(utf8('{"a":1,}'), 'json')).toEqual([{ decoder: 'json', reason: 'not JSON at character 7' }])
    expect(shown(utf8('['.repeat(101) + ']'.repeat(101)), 'json')).toEqual([
      { decoder: 'json', reason: 'it is nested deeper than 100 levels' },
    ])
    expect(shown(bytes('00ff'), 'hex')).toEqual(['hex', '"00ff"'])
    expect(shown(bytes('00ff'), 'base64')).toEqual(['base64', '"AP8="'])
    expect(shown(bytes('00112233445566778899aabbccddeeff'), 'uuid')).toEqual([
      'uuid',
      '"00112233-4455-6677-8899-aabbccddeeff"',
    ])
  })

  it('detects what is sure, and says of the rest why not', () => {
    expect(shown(utf8('{"a":1}'), 'auto')).toEqual(['json', '{"a":1}'])
    expect(shown(utf8('hello'), 'auto')).toEqual(['text', '"hello"'])
    expect(shown(bytes('81 a1 61 01'), 'auto')).toEqual(['msgpack', '{"a":1}'])
    expect(shown(bytes('a1 61 61 01'), 'auto')).toEqual(['cbor', '{"a":1}'])
    expect(shown(bytes('82 01 fb 3ff8000000000000'), 'auto')).toEqual(['cbor', '[1,1.5]'])
    expect(shown(bytes('0000002a'), 'auto')).toEqual(['int32', '42'])
    expect(shown(bytes('ffffffffffffffd6'), 'auto')).toEqual(['int64', '-42'])
    expect(shown(bytes('f47ac10b58cc4372a5670e02b2c3d479'), 'auto')).toEqual([
      'uuid',
      '"f47ac10b-58cc-4372-a567-0e02b2c3d479"',
    ])
    expect(shown(bytes('91 a1'), 'auto')).toEqual([
      { decoder: 'json', reason: 'not UTF-8 at byte 0' },
      { decoder: 'text', reason: 'not UTF-8 at byte 0' },
      { decoder: 'msgpack', reason: 'the bytes end too early at byte 2' },
      { decoder: 'cbor', reason: '17 items are announced, more than there are bytes for, at byte 1' },
    ])
    expect(shown(bytes('00 00000011 ff'), 'auto')).toEqual([
      { decoder: 'registry', reason: 'it names schema 17, but no schema registry is set' },
    ])
  })

  it('reads what an uploaded schema or a registry’s describes', () => {
    const avro = compileSchema({
      kind: 'avro',
      text: '{"type":"record","name":"R","fields":[{"name":"id","type":"long"}]}',
    })
    const proto = compileSchema({
      kind: 'protobuf',
      text: 'syntax = "proto3"; message Outer { message Inner { int64 id = 1; } string s = 1; }',
      message: 'Inner',
    })
    const schemas = [
      { id: 'sch_a', schema: avro },
      { id: 'sch_p', schema: proto },
      { id: 'sch_b', schema: { kind: 'broken' as const, reason: 'it can’t be read' } },
    ]
    const find = (id: number) =>
      ({ 1: avro, 2: proto, 3: { kind: 'broken' as const, reason: '404' }, 4: { kind: 'json' as const } })[id]
    const given = { schemas, registry: { find } }
    expect(shown(bytes('54'), 'avro', given)).toEqual(['avro:sch_a', '{"id":42}'])
    expect(shown(bytes('082a'), 'protobuf', given)).toEqual(['protobuf:sch_p', '{"id":42}'])
    expect(shown(bytes('0a0161'), 'protobuf:sch_p:Outer', given)).toEqual(['protobuf:sch_p', '{"s":"a"}'])
    expect(shown(bytes('54'), 'avro:sch_b', given)).toEqual([
      { decoder: 'avro:sch_b', reason: 'it can’t be read' },
    ])
    expect(shown(bytes('54'), 'avro:sch_x', given)).toEqual([
      { decoder: 'avro:sch_x', reason: 'the schema was deleted' },
    ])
    expect(shown(bytes('00 00000001 54'), 'auto', given)).toEqual(['registry:1', '{"id":42}'])
    // One index in one message: the second level of the first message.
    expect(shown(bytes('00 00000002 040000 082a'), 'auto', given)).toEqual(['registry:2', '{"id":42}'])
    expect(shown(bytes('00 00000002 00 0a0161'), 'registry', given)).toEqual(['registry:2', '{"s":"a"}'])
    expect(shown(bytes('00 00000004 7b7d'), 'registry', given)).toEqual(['registry:4', '{}'])
    expect(shown(bytes('00 00000003 54'), 'registry', given)).toEqual([
      { decoder: 'registry', reason: 'schema 3: 404' },
    ])
    expect(shown(bytes('00 00000002 00 0a0161'), 'avro', given)).toEqual([
      { decoder: 'avro', reason: 'schema 2 is of protobuf' },
    ])
    expect(neededSchema(bytes('00 00000009 54'), 'auto', { ...context, ...given })).toBe(9)
    expect(neededSchema(bytes('00 00000001 54'), 'auto', { ...context, ...given })).toBeNull()
    expect(neededSchema(bytes('00 00000009 54'), 'msgpack', { ...context, ...given })).toBeNull()
    expect(neededSchema(bytes('00 00000009 54'), 'auto', context)).toBeNull()
  })

  it('never throws and never hangs, whatever the bytes are', () => {
    const schemas = [
      {
        id: 'sch_a',
        schema: compileSchema({
          kind: 'avro',
          text: '{"type":"record","name":"R","fields":[{"name":"n","type":["null","R"]},{"name":"a","type":{"type":"array","items":"null"}},{"name":"m","type":{"type":"map","values":"bytes"}}]}',
        }),
      },
      {
        id: 'sch_p',
        schema: compileSchema({
          kind: 'protobuf',
          text: 'syntax = "proto3"; message M { M m = 1; repeated int64 p = 2; map<string, M> q = 3; string s = 4; }',
        }),
      },
    ]
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...plainDecoders), (data, decoder) => {
        const result = decode(data, decoder, { ...context, schemas, key: data, topic: '__consumer_offsets' })
        if (result.decoder === null) expect(result.tried.length).toBeGreaterThanOrEqual(0)
        else JSON.parse(jsonOfDecoded(result.decoded).json)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('jsonOfDecoded', () => {
  it('leaves out what has no room, and stays JSON', () => {
    const big = { a: 'x'.repeat(200), b: Array.from({ length: 100 }, (_, index) => index), c: true }
    const { json, cut } = jsonOfDecoded(big, 120)
    expect(cut).toBe(true)
    expect(JSON.parse(json)).toEqual({ a: `${'x'.repeat(115)}…` })
    expect(jsonOfDecoded(big)).toEqual({ json: JSON.stringify(big), cut: false })
  })

  it('writes what JSON.parse reads, on one line', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { json } = jsonOfDecoded(value as never)
        expect(json).not.toMatch(/[\n\r\u0085\u2028\u2029]/)
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
