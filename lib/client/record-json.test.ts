import { expect, it } from 'vitest'
import { decodedJson, parseRecordJson } from './record-json.ts'

it('keeps what was decoded as JSON text, with all digits', () => {
  const decoded = '{"id":9007199254740993,"x":[1.5,null,"a\\"b",true],"__proto__":{"n":1}}'
  const line = `{"offset":"1","timestamp":17,"key":{"base64":"AA==","decoded":42},"value":{"base64":"AA==","decoded":${decoded},"decoder":"msgpack"}}`
  const record = parseRecordJson(line) as { timestamp: number; key: object; value: object }
  expect(record.timestamp).toBe(17)
  expect(decodedJson(record.key)).toBe('42')
  expect(decodedJson(record.value)).toBe(decoded)
})

it('reads a record that nothing was decoded of, or whose text only speaks of it', () => {
  expect(parseRecordJson('{"value":{"text":"a"},"key":null}')).toEqual({ value: { text: 'a' }, key: null })
  const line = '{"value":{"text":"{\\"decoded\\":1}"},"key":null}'
  expect(parseRecordJson(line)).toEqual(JSON.parse(line))
  expect(decodedJson({})).toBeNull()
  expect(() => parseRecordJson('{"decoded":')).toThrow()
})
