import { BSON, Decimal128, Long, ObjectId } from 'mongodb'
import { expect, it } from 'vitest'
import { documentJson } from './document-json.ts'
import { consumedDocument, producedDocument } from './test-document.ts'

const facts = {
  destination: 'host (10.0.0.1)',
  consumerGroup: 'relation-6-',
  now: 1_700_000_000_250,
  id: 't-0-5',
}

it('makes what the test application’s consumer stores', () => {
  const text = '{"timestamp": 1.5, "_id": "ab12", "origin": "o (1.2.3.4)", "content": "Message #0"}'
  expect(consumedDocument(text, facts)).toEqual({
    ...{ _id: 'ab12', origin: 'o (1.2.3.4)', content: 'Message #0', timestamp: 1_700_000_000.25 },
    ...{ destination: 'host (10.0.0.1)', consumer_group: 'relation-6-' },
  })
})

it('gives an id by the place to what brings none, and keeps integers of 64 bits', () => {
  const document = consumedDocument('{"n":9007199254740993,"huge":123456789012345678901,"x":1.5}', facts)
  expect(document).toMatchObject({ _id: 't-0-5', huge: 1.2345678901234568e20, x: 1.5 })
  expect(document?.['n']).toEqual(Long.fromString('9007199254740993'))
})

it.each(['', 'text', '[1]', '5', 'null'])('takes %j for no JSON object', (text) => {
  expect(consumedDocument(text, facts)).toBeNull()
})

it('stores what came out of MongoDB as it was there', () => {
  const document = BSON.deserialize(
    BSON.serialize({
      ...{
        _id: new ObjectId('65f0c0ffee65f0c0ffee65f0'),
        at: new Date(5),
        long: Long.fromString('9007199254740993'),
      },
      list: [{ price: Decimal128.fromString('1.10') }, null, 'é', true, 1.5],
    }),
  )
  expect(producedDocument(documentJson(document, 0), 'other')).toEqual(document)
})

it.each([
  '{"_id":"a","x":{"$oid":"short"}}',
  '{"_id":"a","x":{"$date":"no day"}}',
  '{"_id":"a","x":{"$where":"1"}}',
  '{"_id":"a","x":{"$oid":"65f0c0ffee65f0c0ffee65f0","name":"x"}}',
  '{"_id":"a","x":{"$date":"2026-01-31T00:00:00Z","note":"x"}}',
  '{"_id":"a","x":{"$date":"12"}}',
  '{"_id":"a","x":{"$timestamp":{"t":5,"i":1,"note":"x"}}}',
  '{"_id":"a","x":{"$numberInt":"abc"}}',
  '{"_id":"a","x":{"$numberInt":"12abc"}}',
  '{"_id":"a","x":{"$numberInt":"4294967296"}}',
  '{"_id":"a","x":{"$numberDouble":"1.5.2"}}',
  '{"_id":"a","x":{"$numberDecimal":"1.5x"}}',
  '{"_id":"a","x":{"$numberLong":"12abc"}}',
  '{"_id":"a","x":{"$numberLong":"99999999999999999999"}}',
])('leaves %s what it is', (text) => {
  expect(producedDocument(text, 'b')).toEqual(JSON.parse(text))
})

it.each(['{"$date":"2026-01-31T00:00:00Z"}', '{"$oid":"65f0c0ffee65f0c0ffee65f0"}', '{"$numberLong":"5"}'])(
  'stores the whole value %s as the document that it is',
  (text) => {
    expect(producedDocument(text, 'b')).toEqual({ ...(JSON.parse(text) as object), _id: 'b' })
  },
)

it('reads the numbers that Extended JSON writes out, with all their digits', () => {
  const text =
    '{"_id":"a","int":{"$numberInt":"-12"},"long":{"$numberLong":"9007199254740993"},"short":{"$numberLong":"5"},' +
    '"double":{"$numberDouble":"1e5"},"none":{"$numberDouble":"NaN"},"at":{"$date":{"$numberLong":"5"}}}'
  expect(producedDocument(text, 'b')).toEqual({
    ...{ _id: 'a', int: -12, long: Long.fromString('9007199254740993'), short: 5 },
    ...{ double: 100_000, none: Number.NaN, at: new Date(5) },
  })
})
