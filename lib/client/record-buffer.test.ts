import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecordBuffer } from './record-buffer.ts'

const text = (bytes: Uint8Array | null) => (bytes === null ? null : new TextDecoder().decode(bytes))
const line = (value: string) => new TextEncoder().encode(value)

test('lines come back by number until they are dropped', () => {
  const buffer = new RecordBuffer({ bytes: 10, lines: 3 })
  for (const value of ['aaa', 'bbb', 'ccc', 'dd']) buffer.append(line(value))
  expect({ first: buffer.first, end: buffer.end }).toEqual({ first: 1, end: 4 })
  expect([0, 1, 2, 3, 4].map((n) => text(buffer.line(n)))).toEqual([null, 'bbb', 'ccc', 'dd', null])
})

test('a part of a chunk is taken without its neighbours', () => {
  const buffer = new RecordBuffer({ bytes: 10, lines: 3 })
  buffer.append(line('one\ntwo\n'), 4, 7)
  expect(text(buffer.line(0))).toBe('two')
})

test('a held line stays, and the one that would push it out is refused', () => {
  const buffer = new RecordBuffer({ bytes: 100, lines: 2 })
  buffer.append(line('a'))
  buffer.append(line('b'))
  buffer.hold(1)
  expect(buffer.append(line('c'))).toBe('kept')
  expect(buffer.append(line('d'))).toBe('held')
  expect([text(buffer.line(1)), text(buffer.line(2)), buffer.end]).toEqual(['b', 'c', 3])
  buffer.hold(null)
  expect(buffer.append(line('d'))).toBe('kept')
  expect(buffer.first).toBe(2)
})

test('a line larger than the block is refused and harms nothing', () => {
  const buffer = new RecordBuffer({ bytes: 4, lines: 2 })
  buffer.append(line('abc'))
  expect(buffer.append(line('abcde'))).toBe('too-large')
  expect(text(buffer.line(0))).toBe('abc')
})

test('clear forgets lines and goes on counting', () => {
  const buffer = new RecordBuffer({ bytes: 10, lines: 3 })
  buffer.append(line('a'))
  buffer.clear()
  expect([buffer.first, buffer.end, buffer.line(0)]).toEqual([1, 1, null])
  buffer.append(line('b'))
  expect(text(buffer.line(1))).toBe('b')
})

test('property: whatever comes, the newest lines are here unchanged and within both bounds', () => {
  const command = fc.oneof(
    { weight: 9, arbitrary: fc.string({ maxLength: 12 }).map((value) => ({ append: value })) },
    { weight: 1, arbitrary: fc.option(fc.nat(60)).map((hold) => ({ hold })) },
    { weight: 1, arbitrary: fc.constant({ clear: true }) },
  )
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 8 }),
      fc.array(command),
      (bytes, lines, commands) => {
        const buffer = new RecordBuffer({ bytes, lines })
        const all: string[] = []
        let held = Number.POSITIVE_INFINITY
        for (const next of commands) {
          const before = buffer.first
          if ('hold' in next) {
            held = next.hold ?? Number.POSITIVE_INFINITY
            buffer.hold(next.hold)
          } else if ('clear' in next) {
            held = Number.POSITIVE_INFINITY
            buffer.clear()
          } else {
            const answer = buffer.append(line(next.append))
            if (answer === 'kept') all.push(next.append)
            if (buffer.first > before) expect(buffer.first).toBeLessThanOrEqual(Math.max(held, before))
          }
          const kept = all.slice(buffer.first)
          expect(buffer.end).toBe(all.length)
          expect(kept.length).toBeLessThanOrEqual(lines)
          expect(line(kept.join('')).length).toBeLessThanOrEqual(bytes)
          expect(kept.map((_, index) => text(buffer.line(buffer.first + index)))).toEqual(kept)
        }
      },
    ),
    { numRuns: 2000 },
  )
})

test('property: an unheld line is dropped only when its room is needed', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 5 }), { minLength: 1 }), (values) => {
      const buffer = new RecordBuffer({ bytes: 20 * values.length, lines: values.length })
      for (const value of values) buffer.append(line(value))
      expect(buffer.first).toBe(0)
    }),
  )
})
