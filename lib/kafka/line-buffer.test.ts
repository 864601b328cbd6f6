import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LineBuffer } from './line-buffer.ts'

it('gives what stands before a place and keeps the rest, however large it grew', () => {
  const pieces = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('é'.repeat(200_000))), {
    maxLength: 20,
  })
  fc.assert(
    fc.property(pieces, fc.nat(), (texts, cut) => {
      const buffer = new LineBuffer()
      let place = 0
      for (const [index, text] of texts.entries()) {
        if (index === cut % (texts.length + 1)) place = buffer.length
        buffer.append(text)
      }
      const first = Buffer.from(buffer.takeBefore(place))
      const rest = Buffer.from(buffer.takeBefore(buffer.length))
      expect(Buffer.concat([first, rest]).equals(Buffer.from(texts.join('')))).toBe(true)
      expect(first.length).toBe(place)
      expect(buffer.length).toBe(0)
    }),
    { numRuns: 30 },
  )
})
