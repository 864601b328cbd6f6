import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonOfBytes } from './json-of-bytes.ts'

/** What is written, as text; and that text as JSON. */
function written(bytes: Uint8Array | null, maxBytes = 1_000_000): { text: string; value: unknown } {
  const source = Buffer.concat([Buffer.from('before'), bytes ?? Buffer.alloc(0), Buffer.from('after')])
  const text = jsonOfBytes(source, 6, bytes === null ? -1 : 6 + bytes.length, maxBytes)
  return { text, value: JSON.parse(text) as unknown }
}

const codePoint = fc.oneof(
  fc.constantFrom(0, 0x0a, 0x0d, 0x22, 0x5c, 0x7f, 0x85, 0x2028, 0x2029, 0xfffd, 0xfeff),
  fc.integer({ min: 0, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0x10ffff }),
)
const anyText = fc.array(codePoint, { maxLength: 50 }).map((points) => String.fromCodePoint(...points))

describe('bytes', () => {
  it('null is null and empty is empty', () => {
    expect(written(null).text).toBe('null')
    expect(written(Buffer.alloc(0)).text).toBe('{"text":""}')
  })

  it('any text comes back as it was, on one line', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: line, value } = written(Buffer.from(text, 'utf8'))
        expect(value).toEqual({ text })
        expect(line.split(/[\n\r\u0085\u2028\u2029]/)).toHaveLength(1)
      }),
    )
  })

  it('any bytes come back as they were: text when they are UTF-8, else base64', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        let expected: unknown
        try {
          expected = { text: decoder.decode(bytes) }
        } catch {
          expected = { base64: Buffer.from(bytes).toString('base64') }
        }
        expect(written(bytes).value).toEqual(expected)
      }),
    )
  })

  it('keeps a byte order mark and a replacement character that was really there', () => {
    expect(written(Buffer.from('\ufeffa\ufffdb')).value).toEqual({ text: '\ufeffa\ufffdb' })
  })

  it('cuts what is long between characters, and marks it', () => {
    const text = 'aé€😀z'.repeat(50)
    const bytes = Buffer.from(text)
    fc.assert(
      fc.property(fc.nat({ max: bytes.length + 5 }), (max) => {
        const value = written(bytes, max).value as { text: string; truncated?: boolean }
        expect(text.startsWith(value.text)).toBe(true)
        expect(value.truncated ?? false).toBe(max < bytes.length)
        const kept = Buffer.byteLength(value.text)
        expect(kept).toBeLessThanOrEqual(max)
        expect(kept).toBeGreaterThan(Math.min(max, bytes.length) - 4)
      }),
    )
    expect(written(Buffer.from([0xff, 0xfe, 0xfd]), 2).value).toEqual({ base64: '//4=', truncated: true })
  })
})
