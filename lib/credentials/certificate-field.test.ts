import { describe, expect, it } from 'vitest'
import type { CertificateAuthority } from '#lib/shared/credential.ts'
import type { ParsedPaste } from './credential.ts'
import { kafkaFacts, kafkaPaste, loadFixture } from './fixtures/load-fixture.ts'
import { parseCredentials } from './parse-credentials.ts'

function codes(parsed: ParsedPaste): string[] {
  return parsed.issues.map(({ code, line }) => `${code}@${line ?? '-'}`)
}

function facts(text: string): [unknown, string[]] {
  const parsed = parseCredentials(text)
  expect(parsed.credentials.length).toBeLessThanOrEqual(1)
  return [parsed.credentials[0]?.facts ?? null, codes(parsed)]
}

function subjectOf(subject: string): CertificateAuthority {
  return expect.objectContaining({ subject }) as CertificateAuthority
}

describe('certificates', () => {
  it('reads a chain', () => {
    const [found, told] = facts(loadFixture('kafka-tls'))
    expect(told).toEqual([])
    expect(found).toEqual(
      kafkaFacts({
        bootstrapServers: ['kafka-0.example.test:9093', 'kafka-1.example.test:9093'],
        securityProtocol: 'SASL_SSL',
        roles: ['consumer'],
        certificateAuthorities: [
          subjectOf('C=GB, O=Example Ltd, CN=Fixture CA'),
          subjectOf('CN=Fixture Root ü'),
        ],
      }),
    )
  })

  it.each(['enabled', 'disabled', 'None', '""', '<CA>'])('takes the word %s for no certificate', (word) => {
    const [found, told] = facts(kafkaPaste({ 'tls-ca': word }))
    expect(found).toEqual(kafkaFacts())
    expect(told).toEqual(word === '<CA>' ? ['placeholder_ignored@8'] : [])
  })

  it('understands PEM that lost its line breaks or its indentation', () => {
    const whole = loadFixture('kafka-tls')
    const pem = /-----BEGIN[\s\S]*?END CERTIFICATE-----/.exec(whole)?.[0].replace(/\n */g, '\n') ?? ''
    const sha256 = [subjectOf('C=GB, O=Example Ltd, CN=Fixture CA')]
    const expected = kafkaFacts({ certificateAuthorities: sha256 })
    expect(facts(kafkaPaste({ 'tls-ca': `"${pem.replaceAll('\n', '\\n')}"` }))).toEqual([expected, []])
    expect(facts(kafkaPaste({ 'tls-ca': `'${pem.replaceAll('\n', '\\n')}'` }))).toEqual([expected, []])
    expect(facts(kafkaPaste({ 'tls-ca': `'${pem.replaceAll('\n', ' ')}'` }))).toEqual([expected, []])
    expect(facts(kafkaPaste({ 'tls-ca': btoa(pem) }))).toEqual([expected, []])
    expect(facts(kafkaPaste({ 'tls-ca': `|-\n${pem}` }))).toEqual([expected, ['repaired_indentation@9']])
  })

  it.each([
    ['-----BEGIN CERTIFICATE----- AAAA -----END CERTIFICATE-----', 'ca_unreadable'],
    ['|-\n    -----BEGIN CERTIFICATE-----\n    ...\n    -----END CERTIFICATE-----', 'ca_unreadable'],
    ['|-\n    -----BEGIN CERTIFICATE-----\n    MIIB', 'ca_unreadable'],
    ['hello', 'ca_unreadable'],
    ['|-\n    -----BEGIN PRIVATE KEY-----\n    AAAA\n    -----END PRIVATE KEY-----', 'private_key_here'],
  ])('refuses %j', (value, code) => {
    expect(facts(kafkaPaste({ 'tls-ca': value }))).toEqual([null, [`${code}@8`]])
  })
})
