import { expect, test } from 'vitest'
import { StreamCount } from './stream-count.ts'

const stream = Buffer.from(
  [
    ' ',
    '{"type":"started","partitions":[]}',
    '{"type":"record","partition":0}',
    '{"type":"skipped","count":40,"reason":"slow"}',
    '{"type":"record","partition":1}',
    '{"type":"progress","read":42,"skipped":40}',
    '{"type":"skipped","count":2,"reason":"slow"}',
    '',
  ].join('\n'),
)

test.each([1, 7, 64, 1000])('counts the same in pieces of %i bytes', (size) => {
  const count = new StreamCount()
  for (let at = 0; at < stream.length; at += size) count.add(stream.subarray(at, at + size))
  expect(count).toMatchObject({ started: true, taken: 2, skipped: 42 })
})

test('a stream that fails is not taken for one that is silent', () => {
  const count = new StreamCount()
  expect(() => count.add(Buffer.from('{"type":"failed","error":{"code":"broker_unreachable"}}\n'))).toThrow(
    'broker_unreachable',
  )
})
