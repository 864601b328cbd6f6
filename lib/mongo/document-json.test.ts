import {
  BSON,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from 'mongodb'
import { expect, it } from 'vitest'
import { documentIdText, filterAfter, readDocumentId } from './document-id.ts'
import { documentJson } from './document-json.ts'

/** As a document comes from the driver. */
const stored = (document: object) => BSON.deserialize(BSON.serialize(document))

/** Other drivers store a field of this name; ours would refuse to write it. */
function withBsonType(document: object) {
  const bytes = Buffer.from(BSON.serialize(document))
  for (let at = bytes.indexOf('~bsontype'); at >= 0; at = bytes.indexOf('~bsontype')) bytes[at] = 0x5f
  return BSON.deserialize(bytes)
}

it('writes a document as JSON, with all digits, and as Extended JSON what JSON has not', () => {
  const document = stored({
    ...{ _id: new ObjectId('65f0c0ffee65f0c0ffee65f0'), text: 'é', none: null, list: [1, { a: true }] },
    ...{ at: new Date('2026-01-31T00:00:00.250Z'), long: Long.fromString('9007199254740993'), x: 1.5 },
    ...{ whole: new Double(2), not: Number.NaN, price: Decimal128.fromString('1.10') },
    ...{ stamp: new Timestamp({ t: 5, i: 1 }), id: new UUID('8f14e45f-ceea-467f-9c5e-1b2f7a3c4d5e') },
    ...(JSON.parse('{"__proto__":{"b":1}}') as object),
  })
  expect(documentJson(document, 0)).toBe(
    '{"_id":{"$oid":"65f0c0ffee65f0c0ffee65f0"},"text":"é","none":null,"list":[1,{"a":true}],' +
      '"at":{"$date":"2026-01-31T00:00:00.250Z"},"long":9007199254740993,"x":1.5,' +
      '"whole":2,"not":{"$numberDouble":"NaN"},"price":{"$numberDecimal":"1.10"},' +
      '"stamp":{"$timestamp":{"t":5,"i":1}},"id":{"$binary":{"base64":"jxTkX87qRn+cXhsvejxNXg==","subType":"04"}},' +
      '"__proto__":{"b":1}}',
  )
})

it('writes a field named _bsontype as the field that it is', () => {
  const document = withBsonType({ a: { '~bsontype': 'ObjectId', b: 1 }, list: [{ '~bsontype': 'Long' }] })
  expect(documentJson(document, 0)).toBe('{"a":{"_bsontype":"ObjectId","b":1},"list":[{"_bsontype":"Long"}]}')
})

it('names a document that can’t be written as JSON, and shows nothing of it', () => {
  const reference = withBsonType({
    one: { $ref: 'c', $id: 1, secret: { '~bsontype': 'Odd' } },
  })
  expect(() => documentJson(reference, 7)).toThrow(
    expect.objectContaining({
      name: 'MongoAccessError',
      code: 'unprocessable',
      message: 'Document 7, counted from 0, can’t be written as JSON.',
    }) as Error,
  )
})

it.each([
  'text',
  5,
  Long.fromString('9007199254740993'),
  new ObjectId('65f0c0ffee65f0c0ffee65f0'),
  new Date('2026-01-31T00:00:00Z'),
  { a: 'b' },
  new DBRef('c', new ObjectId('65f0c0ffee65f0c0ffee65f0')),
  null,
  true,
])('keeps the id %j as a text, and reads it again', (id) => {
  const text = documentIdText(id) ?? ''
  expect(documentIdText(readDocumentId(text))).toBe(text)
})

it.each(['', 'text', '[1]', '{"$regularExpression":{"pattern":"a","options":""}}', '{"$oid":"short"}'])(
  'takes %j for no id',
  (text) => {
    expect(() => readDocumentId(text)).toThrow(expect.objectContaining({ code: 'unprocessable' }) as Error)
  },
)

it('keeps no id that is long, and finds what comes after one of any type', () => {
  expect(documentIdText('x'.repeat(2_000))).toBeNull()
  expect(filterAfter(new Date(0))).toEqual({
    $or: [{ _id: { $gt: new Date(0) } }, { _id: { $type: 'timestamp' } }],
  })
})

it.each([
  ...[new Code('x'), new BSONSymbol('x'), new MinKey(), new MaxKey(), /a/],
  withBsonType({ id: { '~bsontype': 'Long' } })['id'] as object,
  withBsonType({ id: { a: { '~bsontype': 'Long' } } })['id'] as object,
])('goes on after no id whose place in the order it does not know (%#)', (id) => {
  expect(documentIdText(id)).toBeNull()
  expect(() => filterAfter(id)).toThrow(
    expect.objectContaining({ name: 'MongoAccessError', code: 'unprocessable' }) as Error,
  )
})
