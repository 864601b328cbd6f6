import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_GREETING_BYTES, MAX_RESPONSE_BYTES, ResponseAssembler } from './response-assembler.ts'
import { MalformedResponseError } from './wire-reader.ts'

function framed(payload: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(payload.length)
  return Buffer.concat([length, payload])
}

/** Cuts a stream at the given places, as a network does. */
function cut(stream: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (stream.length + 1)))].sort((a, b) => a - b)
  return [0, ...ends].map((start, index) => stream.subarray(start, ends[index] ?? stream.length))
}

test('gives every response once and whole, wherever the stream is cut', () => {
  const payloads = fc.array(fc.uint8Array({ minLength: 4, maxLength: 300 }), { maxLength: 12 })
  fc.assert(
    fc.property(payloads, fc.array(fc.nat(), { maxLength: 30 }), (sent, places) => {
      const assembler = new ResponseAssembler()
      const received: Buffer[] = []
      for (const chunk of cut(Buffer.concat(sent.map(framed)), places)) {
        assembler.push(chunk, (response) => received.push(response))
      }
      expect(received.map((response) => response.toString('hex'))).toEqual(
        sent.map((payload) => Buffer.from(payload).toString('hex')),
      )
    }),
  )
})

test('a response that was given back holds a later one, whole', () => {
  const assembler = new ResponseAssembler()
  const received: Buffer[] = []
  const receive = (payload: Buffer): Buffer => {
    assembler.push(framed(payload), (response) => received.push(response))
    const last = received.at(-1)
    if (!last) throw new Error('nothing came')
    return last
  }
  const first = receive(Buffer.alloc(200_000, 'a'))
  assembler.recycle(first.subarray(4))
  const second = receive(Buffer.alloc(100_000, 'b'))
  const third = receive(Buffer.alloc(150_000, 'c'))
  expect(second.buffer).toBe(first.buffer)
  expect(third.buffer).not.toBe(first.buffer)
  expect(second.equals(Buffer.alloc(100_000, 'b'))).toBe(true)
  expect(third.equals(Buffer.alloc(150_000, 'c'))).toBe(true)
})

test('begins anew after a reset in the middle of a response', () => {
  const assembler = new ResponseAssembler()
  const received: string[] = []
  assembler.push(framed(Buffer.from('lost')).subarray(0, 6), () => received.push('too early'))
  assembler.reset()
  assembler.push(framed(Buffer.from('next')), (response) => received.push(response.toString()))
  expect(received).toEqual(['next'])
})

test.each([
  ['a negative length', -4, 'NOT_KAFKA'],
  ['no room for a correlation id', 3, 'NOT_KAFKA'],
  ['more than we take', MAX_RESPONSE_BYTES + 1, 'NOT_KAFKA'],
  ['HTTP', Buffer.from('HTTP').readInt32BE(), 'NOT_KAFKA'],
  ['an alert of TLS', 0x15030300, 'TLS_SPOKEN'],
])('refuses %s at once', (_, length, code) => {
  const header = Buffer.alloc(4)
  header.writeInt32BE(length)
  let refused: unknown
  try {
    new ResponseAssembler().push(header, () => undefined)
  } catch (error) {
    refused = error
  }
  expect(refused).toBeInstanceOf(MalformedResponseError)
  expect(refused).toMatchObject({ code })
})

test('takes only small answers from who has not logged us in', () => {
  const assembler = new ResponseAssembler()
  assembler.maxBytes = MAX_GREETING_BYTES
  const received: number[] = []
  const receive = (length: number) =>
    assembler.push(framed(Buffer.alloc(length)), (response) => received.push(response.length))
  receive(MAX_GREETING_BYTES)
  expect(() => receive(MAX_GREETING_BYTES + 1)).toThrow(MalformedResponseError)
  expect(received).toEqual([MAX_GREETING_BYTES])
})
