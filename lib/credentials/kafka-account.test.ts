import { describe, expect, it } from 'vitest'
import { openSecret } from '#lib/shared/secret.ts'
import { isKafkaCredential, type ParsedPaste } from './credential.ts'
import { CANARY, kafkaFacts, kafkaPaste } from './fixtures/load-fixture.ts'
import { parseCredentials } from './parse-credentials.ts'

function codes(parsed: ParsedPaste): string[] {
  return parsed.issues.map(({ code, line }) => `${code}@${line ?? '-'}`)
}

function facts(text: string): [unknown, string[]] {
  const parsed = parseCredentials(text)
  expect(parsed.credentials.length).toBeLessThanOrEqual(1)
  return [parsed.credentials[0]?.facts ?? null, codes(parsed)]
}

function password(text: string): string | null {
  const [credential] = parseCredentials(text).credentials
  if (credential === undefined || !isKafkaCredential(credential)) return null
  return credential.password === null ? null : openSecret(credential.password)
}

describe('user, password and other secrets', () => {
  it.each([
    ['0123456789012345678901234567890123'],
    ['1e5'],
    ['yes'],
    ['0x10'],
    ['null1'],
    ['a-----'],
    ['a,b'],
    ["'  two blanks  '", '  two blanks  '],
    ["'it''s'", "it's"],
    ['"\\u00e4\\t#"', 'ä\t#'],
    ["'a #b'", 'a #b'],
    ["'*'", '*'],
    ["'&abc'", '&abc'],
    ['a#b:c'],
    ["'\u200bé\u00a0'", '\u200bé\u00a0'],
  ])('keeps %s', (written, expected = written) => {
    expect(password(kafkaPaste({ password: written }))).toBe(expected)
  })

  it.each([
    ['None', 'missing_field'],
    ['', 'missing_field'],
    ['""', 'missing_field'],
    ['null', 'missing_field'],
    ['~', 'missing_field'],
    ['<KAFKA_PASSWORD>', 'placeholder'],
    ['...', 'placeholder'],
    ["'***'", 'placeholder'],
    ['****', 'placeholder'],
    ['*abc', 'quote_the_value'],
    ['&abc', 'quote_the_value'],
    ['!abc def', 'quote_the_value'],
    ['abc #def', 'quote_the_value'],
    ['@abc', 'quote_the_value'],
    ['%abc', 'quote_the_value'],
    ['`abc', 'quote_the_value'],
    ['abc: def', 'quote_the_value'],
    ['"abc', 'unclosed'],
    ['>abc', 'quote_the_value'],
    ['|abc', 'quote_the_value'],
    ['"abc" def', 'quote_the_value'],
    ['- abc', 'quote_the_value'],
    ['{abc}', 'not_text'],
    ['[abc]', 'not_text'],
    ['[hidden]', 'placeholder'],
    ['\u201cabc\u201d', 'curly_quotes'],
    ['xxxxxxxx', 'placeholder'],
    [['$', '{KAFKA_PASSWORD}'].join(''), 'placeholder'],
    ["'[secret]'", 'placeholder'],
    ['REDACTED', 'placeholder'],
    ['LxupRA4MxzNw…', 'shortened'],
    ['LxupRA...', 'shortened'],
    ['secret:d2k5f3h4ng0c73', 'secret_reference'],
    ['[a, {b: c}]', 'not_text'],
  ])('refuses %s', (written, code) => {
    const parsed = parseCredentials(kafkaPaste({ password: written }))
    expect(parsed.credentials).toEqual([])
    expect(parsed.issues).toEqual([expect.objectContaining({ code, severity: 'error', field: 'password' })])
  })

  it('warns of a password that runs over two lines, and joins it as YAML says', () => {
    const text = kafkaPaste({ password: 'abc\n    def' })
    expect([password(text), codes(parseCredentials(text))]).toEqual(['abc def', ['value_over_lines@4']])
  })

  it('takes the entity where one was asked for', () => {
    const text = kafkaPaste({
      username: 'None',
      password: null,
      'entity-name': 'app',
      'entity-password': CANARY,
    })
    expect(facts(text)).toEqual([
      kafkaFacts({
        username: 'app',
        secrets: ['entity-password'],
        notes: ['The user is an entity that was asked for by its type.'],
      }),
      [],
    ])
    expect(password(text)).toBe(CANARY)
  })

  it('keeps every other secret and every unknown field apart', () => {
    const text = kafkaPaste({
      salt: 'Canary2',
      uris: 'Canary3',
      'read-only-uris': 'Canary4',
      'new-thing': 'Canary5',
    })
    const parsed = parseCredentials(text)
    const [credential] = parsed.credentials
    if (credential === undefined || !isKafkaCredential(credential)) throw new Error('no credential')
    expect(credential.facts.secrets).toEqual(['password', 'salt', 'uris', 'read-only-uris', 'new-thing'])
    expect(
      Object.entries(credential.otherSecrets).map(([name, secret]) => [name, openSecret(secret)]),
    ).toEqual([
      ['salt', 'Canary2'],
      ['uris', 'Canary3'],
      ['read-only-uris', 'Canary4'],
      ['new-thing', 'Canary5'],
    ])
    expect(codes(parsed)).toEqual(['unknown_field@11'])
    expect(JSON.stringify(parsed)).not.toContain('Canary')
  })

  it('reads older and other names, in any order, and says so', () => {
    const text = [
      'kafka:',
      `  Password: ${CANARY}`,
      '  user: relation-8',
      '  topic_name: orders',
      '  security-protocol: SASL_PLAINTEXT',
      '  bootstrap_servers: 10.20.30.41:9092',
      '  groupPrefix: relation-8-',
    ].join('\n')
    expect(facts(text)).toEqual([
      kafkaFacts({ secrets: ['Password'] }),
      ['renamed_field@2', 'renamed_field@3', 'renamed_field@4', 'renamed_field@6', 'renamed_field@7'],
    ])
  })

  it('refuses two names of one field with different values', () => {
    expect(facts(kafkaPaste({ 'bootstrap-server': 'other:9092' }))).toEqual([null, ['duplicate_key@8']])
  })
})
