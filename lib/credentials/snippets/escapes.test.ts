import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { jaasConfig } from './jaas-config.ts'
import { kcatLine } from './kcat-value.ts'
import { propertiesText, propertiesValue } from './properties-text.ts'
import { quoteText } from './quote-text.ts'
import { shellText } from './shell-text.ts'
import { oddTexts } from './testing/odd-texts.ts'
import { yamlText } from './yaml-text.ts'

// Java, Python, Go, Rust and sh read theirs back in sandbox/snippet-escapes.broker.test.ts.

it.each(['javascript', 'csharp'] as const)(
  'writes what a reader of JSON’s escapes reads back: %s',
  (language) => {
    fc.assert(
      fc.property(oddTexts, (text) => {
        expect(JSON.parse(quoteText(language, text))).toBe(text)
      }),
    )
  },
)

it('writes each language’s own escapes, and ASCII alone', () => {
  const text = 'a"\\é🔑\n'
  expect(
    (['java', 'javascript', 'csharp', 'python', 'go', 'rust'] as const).map((language) =>
      quoteText(language, text),
    ),
  ).toEqual([
    '"a\\"\\\\\\u00e9\\ud83d\\udd11\\n"',
    '"a\\"\\\\\\u00e9\\ud83d\\udd11\\n"',
    '"a\\"\\\\\\u00e9\\ud83d\\udd11\\n"',
    '"a\\"\\\\\\u00e9\\U0001f511\\n"',
    '"a\\"\\\\\\u00e9\\U0001f511\\n"',
    '"a\\"\\\\\\u{e9}\\u{1f511}\\n"',
  ])
})

it('writes YAML that is read back', () => {
  fc.assert(
    fc.property(oddTexts, (text) => {
      expect(parse(`password: ${yamlText(text)}\n`)).toEqual({ password: text })
    }),
  )
  expect(yamlText('a${b}\\', { spring: true })).toBe('"a\\\\${b}\\\\"')
})

/** What kcat.c does with a line of its file. */
function readKcatLine(line: string): string {
  let text = line.replace(/^\s+/, '').replace(/\s+$/, '')
  while (text.includes('\\:')) text = text.replace('\\:', ':')
  while (text.includes('\\=')) text = text.replace('\\=', '=')
  return text.slice(text.indexOf('=') + 1)
}

it('writes kcat lines that kcat reads back, and none for what they can’t hold', () => {
  fc.assert(
    fc.property(oddTexts, (text) => {
      const line = kcatLine('sasl.password', text)
      if (line !== null) expect(readKcatLine(line)).toBe(text)
    }),
  )
  expect(
    ['ends ', ' begins', 'a\\=b', 'a\\:b', '', 'x'.repeat(600)].map((text) => kcatLine('p', text)),
  ).toEqual(Array(6).fill(null))
  expect(kcatLine('sasl.password', '"a=b:c\\d#e')).toBe('sasl.password="a=b:c\\d#e')
})

it('writes properties, with the log-in escaped twice', () => {
  expect(propertiesValue('  a b\\c:d=e#f!é🔑\t ')).toBe(
    '\\ \\ a b\\\\c\\:d\\=e\\#f\\!\\u00e9\\ud83d\\udd11\\t ',
  )
  expect(propertiesText([['login', jaasConfig('u', { text: 'a"b\\c' })]])).toBe(
    'login=org.apache.kafka.common.security.scram.ScramLoginModule required username\\="u" password\\="a\\\\"b\\\\\\\\c";\n',
  )
})

it('leaves plain words of a shell bare', () => {
  expect(['relation-8', 'a b', "it's", '', '$HOME'].map(shellText)).toEqual([
    'relation-8',
    "'a b'",
    "'it'\\''s'",
    "''",
    "'$HOME'",
  ])
})
