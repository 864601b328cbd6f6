import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { ParseAnswerSchema } from '#lib/shared/credential.ts'
import { findSecretRanges } from './find-secret-ranges.ts'
import { loadFixture } from './fixtures/load-fixture.ts'
import { maskCredentials } from './mask-credentials.ts'
import { parseCredentials } from './parse-credentials.ts'
import { findExcess, MAX_MARKS } from './text-bounds.ts'

// Ten thousand runs take seconds on a busy machine; what is tested here is not speed.
vi.setConfig({ testTimeout: 120_000 })

const fixtures = readdirSync(new URL('./fixtures/', import.meta.url))
  .filter((name) => name.endsWith('.txt'))
  .map((name) => loadFixture(name.slice(0, -4)))

const snippets = [
  ...[
    '\n',
    ' ',
    '\t',
    ':',
    ': ',
    '- ',
    '"',
    "'",
    '#',
    ' #',
    '&a ',
    '*a',
    '!t ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '|',
    '>',
    '---',
    '...',
  ],
  ...[
    '\u0000',
    '\u001b[0m',
    '\u202e',
    '\u00a0',
    '\ufeff',
    '\r',
    '\\',
    '<<: ',
    '__proto__: ',
    '\ud800',
    'kafka:',
    'ok: "False"',
  ],
  ...[
    'ERROR ',
    'password: ',
    '"password":"',
    'output: |\n',
    'results:',
    'Task 2 pending',
    '```',
    '> ',
    '-----BEGIN CERTIFICATE-----',
  ],
]

/** mutation changes a text at one place: cuts, doubles, swaps or puts something in. */
const mutation = fc.record({
  kind: fc.constantFrom('cut', 'double', 'insert', 'swapLines', 'dropLine', 'indent', 'joinLines'),
  at: fc.nat(5000),
  length: fc.nat(60),
  snippet: fc.constantFrom(...snippets),
})

function mutate(
  text: string,
  { kind, at, length, snippet }: { kind: string; at: number; length: number; snippet: string },
): string {
  const from = text.length === 0 ? 0 : at % text.length
  if (kind === 'cut') return text.slice(0, from) + text.slice(from + length)
  if (kind === 'double') return text.slice(0, from + length) + text.slice(from)
  if (kind === 'insert') return text.slice(0, from) + snippet + text.slice(from)
  const lines = text.split('\n')
  const line = at % lines.length
  if (kind === 'dropLine') lines.splice(line, 1)
  else if (kind === 'indent') lines[line] = ' '.repeat(length % 9) + (lines[line] ?? '').trimStart()
  else if (kind === 'joinLines') lines.splice(line, 2, (lines[line] ?? '') + (lines[line + 1] ?? ''))
  else lines.splice(line, 2, lines[line + 1] ?? '', lines[line] ?? '')
  return lines.join('\n')
}

/** Any code points, halves of pairs too. fast-check's unit `binary` first builds a table of all 1.1 million of them. */
const anyText = fc
  .array(fc.oneof(fc.nat(0x7f), fc.nat(0xffff), fc.nat(0x10ffff)), { maxLength: 20 })
  .map((codes) => String.fromCodePoint(...codes))

const mutated = fc
  .tuple(fc.constantFrom(...fixtures), fc.array(mutation, { minLength: 1, maxLength: 6 }))
  .map(([text, mutations]) => mutations.reduce(mutate, text))

describe('any paste', () => {
  it('gives an answer of the agreed shape, no exception, and no secret in any message: 10,000 mutated pastes', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const answer = maskCredentials(parseCredentials(text))
        ParseAnswerSchema.parse(answer)
        // Three letters of the mark are enough to betray that a value got into a message.
        expect(JSON.stringify(answer.issues)).not.toMatch(/canary/i)
        expect(answer.products.length > 0 || answer.issues.length > 0).toBe(true)
      }),
      { numRuns: 10_000, seed: 20_261_122 },
    )
  })

  it('gives no exception for arbitrary text', () => {
    const anything = fc.array(fc.oneof(fc.constantFrom(...snippets), anyText), { maxLength: 60 })
    fc.assert(
      fc.property(anything, (parts) => {
        ParseAnswerSchema.parse(maskCredentials(parseCredentials(parts.join(''))))
      }),
      { numRuns: 3000, seed: 20_261_122 },
    )
  })

  it('finds ranges that are sorted, apart, inside the text, and hold every secret of an unchanged paste', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        let end = 0
        for (const { from, to } of findSecretRanges(text)) {
          expect(from >= end && to > from && to <= text.length).toBe(true)
          end = to
        }
      }),
      { numRuns: 2000, seed: 20_261_122 },
    )
    for (const text of fixtures) {
      const hidden = findSecretRanges(text)
        .toReversed()
        .reduce((left, { from, to }) => left.slice(0, from) + left.slice(to), text)
      expect(hidden.replaceAll(/d2k5f3h4ng0c73canary/g, '')).not.toMatch(/canary/i)
    }
  })
})

describe('the bound on the parser’s work', () => {
  it('lets no text with more marks than the bound reach it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('a,', '[', '{', '- ', 'a: b\n', '? ', '&a ', '!a ', '"a"\n', '#\n', '---\n'),
        (unit) => {
          const lines = unit
            .repeat(MAX_MARKS + 1)
            .split('\n')
            .map((text, index) => ({ text, number: index + 1 }))
          expect(findExcess(lines)).not.toBeNull()
        },
      ),
    )
  })

  it('lets a paste of ten certificates and every product through', () => {
    const text = [
      loadFixture('other-products'),
      ...Array.from({ length: 5 }, () => loadFixture('kafka-tls')),
    ].join('---\n')
    expect(findExcess(text.split('\n').map((line, index) => ({ text: line, number: index + 1 })))).toBeNull()
  })
})
