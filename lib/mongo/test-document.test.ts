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
  expect(producedDocument(documentJson(document), 'other')).toEqual(document)
})

it.each([
  '{"_id":"a","x":{"$oid":"short"}}',
  '{"_id":"a","x":{"$date":"no day"}}',
  '{"_id":"a","x":{"$where":"1"}}',
])('leaves %s what it is', (text) => {
  expect(producedDocument(text, 'b')).toEqual(JSON.parse(text))
})
