import { describe, expect, it } from 'vitest'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import { type Snippet, type SnippetKind, SnippetKindSchema, SnippetSchema } from '#lib/shared/snippet.ts'
import { kafkaFacts } from '../fixtures/load-fixture.ts'
import { makeSnippet } from './make-snippet.ts'
import type { SnippetSource } from './snippet-context.ts'

const PASSWORD = 'CanaryOfTheSnippets'
const KEY = '-----BEGIN PRIVATE KEY-----\nCanaryKey\n-----END PRIVATE KEY-----\n'
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nPublic\n-----END CERTIFICATE-----'
const CA = '-----BEGIN CERTIFICATE-----\nAuthority\n-----END CERTIFICATE-----\n'
const kinds = SnippetKindSchema.options

function source(facts: Partial<KafkaFacts> = {}, different: Partial<SnippetSource> = {}): SnippetSource {
  return {
    facts: kafkaFacts(facts),
    certificateAuthorityPems: [],
    clientCertificatePem: null,
    verifyHostname: true,
    secrets: null,
    ...different,
  }
}

const withTls: Partial<KafkaFacts> = { securityProtocol: 'SASL_SSL', bootstrapServers: ['kafka:9093'] }
const byCertificate: Partial<KafkaFacts> = {
  securityProtocol: 'SSL',
  saslMechanism: null,
  bootstrapServers: ['kafka:9094'],
}

function made(kind: SnippetKind, from: SnippetSource): Snippet {
  const snippet = makeSnippet(kind, from)
  if ('refusal' in snippet) throw new Error(snippet.refusal)
  return SnippetSchema.parse(snippet)
}

describe.each(kinds)('%s', (kind) => {
  it('holds no secret unless it was asked for, and then says in which file', () => {
    const secrets = { password: PASSWORD, clientKeyPem: KEY }
    const certificate = { certificateAuthorityPems: [CA], clientCertificatePem: CERTIFICATE }
    for (const facts of [{}, withTls, byCertificate]) {
      const without = made(kind, source(facts, certificate))
      expect(without.files.some((file) => file.secret)).toBe(false)
      expect(JSON.stringify(made(kind, source(facts, { ...certificate, secrets })).notes)).not.toContain(
        'Canary',
      )
    }
    const login = made(kind, source(withTls, { certificateAuthorityPems: [CA], secrets }))
    expect(login.files.filter(({ text }) => text.includes(PASSWORD)).every((file) => file.secret)).toBe(true)
    expect(JSON.stringify(login)).toContain(PASSWORD)
    expect(JSON.stringify(login.steps)).not.toContain('KAFKA_PASSWORD')
    const key = made(
      kind,
      source(byCertificate, { ...certificate, secrets: { password: null, clientKeyPem: KEY } }),
    )
    expect(key.files.filter(({ text }) => text.includes('CanaryKey')).map((file) => file.secret)).toEqual([
      true,
    ])
  })

  it('does what the role may do, and nothing else', () => {
    const labels = (roles: string[]) =>
      made(kind, source({ roles }))
        .steps.map(({ label }) => label)
        .filter((label) => label === 'Produce' || label === 'Consume')
    expect(labels(['producer'])).toEqual(['Produce'])
    expect(labels(['consumer'])).toEqual(['Consume'])
    expect(labels(['admin'])).toEqual(['Produce', 'Consume'])
    const consumer = JSON.stringify(made(kind, source({ roles: ['consumer'] })).files)
    expect(consumer).not.toMatch(/acknowledged|--producer/)
    const producer = made(kind, source({ roles: ['producer'] }))
    expect(JSON.stringify(producer.files)).not.toMatch(/records read|--consumer/)
    expect(producer.group).toBeNull()
  })

  it('brings the certificate authority, and says where the client’s key belongs', () => {
    const snippet = made(kind, source(byCertificate, { certificateAuthorityPems: [CA, CA] }))
    expect(snippet.files.find(({ name }) => name === 'ca.pem')?.text).toBe(CA + CA)
    expect(snippet.notes.join('\n')).toContain('client.key')
    expect(JSON.stringify(snippet)).not.toContain('KAFKA_PASSWORD')
  })

  it('gives an example for a grant on a prefix', () => {
    const snippet = made(kind, source({ topic: 'shop-', topicPrefix: true, consumerGroupPrefix: null }))
    expect([snippet.topic, snippet.group]).toEqual(['shop-example', 'relation-8-example'])
  })
})

it.each([
  [{ topic: null }, 'topic_needed'],
  [{ roles: [] }, 'no_role'],
  [{ saslMechanism: 'OAUTHBEARER' }, 'mechanism'],
] as const)('refuses %j', (facts, refusal) => {
  for (const kind of kinds) {
    const different = 'roles' in facts ? { roles: [...facts.roles] } : facts
    expect(makeSnippet(kind, source(different))).toEqual({ refusal })
  }
})

it('takes another topic', () => {
  expect(makeSnippet('go', source({ topic: null }), { topic: 'chosen' })).toMatchObject({ topic: 'chosen' })
})

it.each(kinds)('switches the check of host names off only where that was accepted: %s', (kind) => {
  const off = {
    ...{ java: '"ssl.endpoint.identification.algorithm", ""', 'spring-boot': 'algorithm: ""' },
    ...{ 'python-confluent': ': "none"', 'python-kafka': '"ssl_check_hostname": False' },
    ...{
      go: 'InsecureSkipVerify = true',
      node: 'checkServerIdentity',
      rust: '"none"',
      dotnet: 'Algorithm.None',
    },
    ...{ kcat: 'algorithm=none', properties: 'algorithm=\n', 'test-app': null },
  }[kind]
  if (off === null) return
  const text = (verifyHostname: boolean) =>
    made(kind, source(withTls, { verifyHostname }))
      .files.map((file) => file.text)
      .join('')
  expect(text(false)).toContain(off)
  expect(text(true)).not.toContain(off)
})

it('is the test application’s own command line, whole', () => {
  const snippet = made(
    'test-app',
    source({ roles: ['producer'] }, { secrets: { password: "it's", clientKeyPem: null } }),
  )
  expect(snippet.files).toEqual([
    {
      name: 'produce.sh',
      secret: true,
      text: `#!/bin/sh
exec python3 client.py \\
  -t orders \\
  -u relation-8 \\
  -p 'it'\\''s' \\
  -c relation-8- \\
  -s 10.20.30.41:9092 \\
  -x SASL_PLAINTEXT \\
  --producer \\
  -n 15 \\
  -r 1 \\
  --num-partitions 5
`,
    },
  ])
})

it('gives kcat the password behind the list of processes’ back, and says when it can’t', () => {
  const commands = (password: string | null) =>
    made(
      'kcat',
      source(
        { roles: ['consumer'] },
        { secrets: password === null ? null : { password, clientKeyPem: null } },
      ),
    ).steps.at(-1)?.command
  expect(commands(null)).toBe(
    `kcat -F kcat.conf -F <(printf 'sasl.password=%s\\n' "$KAFKA_PASSWORD") -X auto.offset.reset=earliest -G relation-8-example orders`,
  )
  expect(commands('plain')).toBe(
    'kcat -F kcat.conf -X auto.offset.reset=earliest -G relation-8-example orders',
  )
  expect(commands('a\\=b')).toBe(
    "kcat -F kcat.conf -X 'sasl.password=a\\=b' -X auto.offset.reset=earliest -G relation-8-example orders",
  )
})
