import fc from 'fast-check'
import { expect, test } from 'vitest'
import { highlightPaste } from './highlight-paste.ts'

test('tells names, secrets and the rest of each line', () => {
  const text = 'kafka:\n  password: Lxup RA4\n  topic: orders\nok: "True"'
  expect(highlightPaste(text)).toEqual([
    [
      { kind: 'name', text: 'kafka' },
      { kind: 'plain', text: ':' },
    ],
    [
      { kind: 'plain', text: '  ' },
      { kind: 'name', text: 'password' },
      { kind: 'plain', text: ': ' },
      { kind: 'secret', text: 'Lxup RA4' },
    ],
    [
      { kind: 'plain', text: '  ' },
      { kind: 'name', text: 'topic' },
      { kind: 'plain', text: ': orders' },
    ],
    [
      { kind: 'name', text: 'ok' },
      { kind: 'plain', text: ': "True"' },
    ],
  ])
})

test('goes on with a secret over several lines, then stops', () => {
  const lines = highlightPaste('  password: >-\n    S3cr\n    3t\n  tls: disabled')
  expect(lines.map((line) => line.some((piece) => piece.kind === 'secret'))).toEqual([
    true,
    true,
    true,
    false,
  ])
})

test('finds several secrets in one line', () => {
  const [line = []] = highlightPaste('{"kafka":{"password":"S3cr3t","tls":"disabled","salt":"abc"}}')
  expect(line.filter((piece) => piece.kind === 'secret').map((piece) => piece.text)).toEqual([
    'S3cr3t',
    'abc',
  ])
})

test('finds the secrets of an output inside a JSON string', () => {
  const [line = []] = highlightPaste('{"output":"kafka:\\n  password: S3cr3t\\n  tls: disabled\\n"}')
  expect(line.filter((piece) => piece.kind === 'secret').map((piece) => piece.text)).toEqual(['S3cr3t'])
})

test('keeps every character of any text', () => {
  const lines = fc.array(
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        'kafka:',
        '  password: a',
        '  salt: |',
        '    b',
        '-----BEGIN PRIVATE KEY-----',
        '-----END',
      ),
    ),
  )
  fc.assert(
    fc.property(lines, (parts) => {
      const text = parts.join('\n')
      const joined = highlightPaste(text).map((line) => line.map((piece) => piece.text).join(''))
      expect(joined.join('\n')).toBe(text)
    }),
  )
})
