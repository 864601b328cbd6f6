import { describe, expect, it } from 'vitest'
import type { Decoder } from '#lib/shared/decoder.ts'
import { KafkaRecordSchema } from '#lib/shared/record.ts'
import { jsonOfBytes } from './json-of-bytes.ts'
import { RecordCursor } from './record-batch.ts'
import { type DecodePlan, RecordDecoder, type SchemaLookup } from './record-decoder.ts'

const avro = '{"type":"record","name":"R","fields":[{"name":"id","type":"long"}]}'
const plan: DecodePlan = { key: 'auto', value: 'auto', schemas: [], explain: false }

/** A record of a key and a value, and nothing else. */
function recordOf(key: string | null, value: string | null): RecordCursor {
  const parts = [key, value].map((hex) => (hex === null ? null : Buffer.from(hex, 'hex')))
  const [first, second] = parts
  const cursor = new RecordCursor()
  return Object.assign(cursor, {
    buffer: Buffer.concat(parts.filter((part) => part !== null)),
    keyStart: 0,
    keyEnd: first ? first.length : -1,
    valueStart: first?.length ?? 0,
    valueEnd: second ? (first?.length ?? 0) + second.length : -1,
  })
}

function added(part: 'key' | 'value', record: RecordCursor, given: Partial<DecodePlan> = {}): unknown {
  const decoder = new RecordDecoder('t', { ...plan, ...given }, null)
  const start = part === 'key' ? record.keyStart : record.valueStart
  const end = part === 'key' ? record.keyEnd : record.valueEnd
  const json = jsonOfBytes(record.buffer, start, end, 1000)
  const text = decoder.added(part, json, record, 1000)
  return text === '' ? null : JSON.parse(`{${text.slice(1)}}`)
}

describe('RecordDecoder', () => {
  it('adds nothing to text, nulls and empty values', () => {
    const text = Buffer.from('{"a":1}').toString('hex')
    expect(added('value', recordOf(null, text))).toBeNull()
    expect(added('value', recordOf(null, text), { value: 'text' })).toBeNull()
    expect(added('value', recordOf(text, null), { value: 'int32' })).toBeNull()
    expect(added('value', recordOf(null, ''), { value: 'int32' })).toBeNull()
    expect(added('value', recordOf(null, 'ff'), { value: 'base64' })).toBeNull()
    expect(added('value', recordOf(null, '0b61'))).toBeNull()
  })

  it('adds what a decoder made of the bytes, or why none fitted', () => {
    expect(added('key', recordOf('0000002a', null))).toEqual({ decoded: 42, decoder: 'int32' })
    expect(added('value', recordOf('61', '81a16101'))).toEqual({ decoded: { a: 1 }, decoder: 'msgpack' })
    expect(added('value', recordOf('61', '81a16101'), { explain: true })).toMatchObject({
      decoder: 'msgpack',
      tried: [
        { decoder: 'json', reason: 'not UTF-8 at byte 0' },
        { decoder: 'text', reason: 'not UTF-8 at byte 0' },
      ],
    })
    expect(added('value', recordOf(null, 'ff00'))).toEqual({
      decodeError: {
        tried: [
          { decoder: 'json', reason: 'not UTF-8 at byte 0' },
          { decoder: 'text', reason: 'not UTF-8 at byte 0' },
        ],
      },
    })
    const schemas = [{ id: 'sch_a', kind: 'avro' as const, text: avro }]
    expect(added('value', recordOf(null, '54'), { value: 'avro', schemas })).toEqual({
      decoded: { id: 42 },
      decoder: 'avro:sch_a',
    })
    const broken = [{ id: 'sch_b', kind: 'avro' as const, text: '{' }]
    expect(added('value', recordOf(null, '54'), { value: 'avro:sch_b', schemas: broken })).toEqual({
      decodeError: {
        tried: [{ decoder: 'avro:sch_b', reason: "The schema is not JSON: line 1 can't be read." }],
      },
    })
  })

  it('makes lines that the contract knows', () => {
    const head =
      '{"partition":0,"offset":"1","timestamp":1,"timestampType":"create","key":null,"headers":[],"keySize":null,"valueSize":4,"compression":"none","transactional":false,"value":'
    for (const value of ['msgpack', 'hex', 'uuid'] satisfies Decoder[]) {
      const record = recordOf(null, '81a16101')
      const decoder = new RecordDecoder('t', { ...plan, value, explain: true }, null)
      const json = jsonOfBytes(record.buffer, record.valueStart, record.valueEnd, 1000)
      const line = `${head}${json.slice(0, -1)}${decoder.added('value', json, record, 1000)}}}`
      const parsed = KafkaRecordSchema.parse(JSON.parse(line))
      expect(parsed.value).toMatchObject({ base64: 'gaFhAQ==' })
      expect(Object.keys(parsed.value ?? {})).toContain(value === 'uuid' ? 'decodeError' : 'decoded')
    }
  })

  it('asks for the schemas that a record names, the key’s and the value’s, and for no other', async () => {
    const known = new Map<number, { kind: 'json' }>()
    const asked: number[] = []
    const lookup: SchemaLookup = {
      find: (id) => known.get(id),
      ask: (id) => {
        asked.push(id)
        known.set(id, { kind: 'json' })
        return Promise.resolve()
      },
    }
    const decoder = new RecordDecoder('t', plan, lookup)
    const record = recordOf('00000000017b7d', '00000000027b7d')
    for (let id = decoder.missing(record); id !== null; id = decoder.missing(record)) await lookup.ask(id)
    expect(asked).toEqual([1, 2])
    expect(decoder.missing(recordOf('61', '7b7d'))).toBeNull()
    expect(new RecordDecoder('t', plan, null).missing(record)).toBeNull()
  })
})
