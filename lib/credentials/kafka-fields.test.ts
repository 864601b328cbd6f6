import { describe, expect, it } from 'vitest'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import { openSecret } from '#lib/shared/secret.ts'
import { isKafkaCredential, type ParsedPaste } from './credential.ts'
import { CANARY, kafkaFacts, kafkaPaste, loadFixture } from './fixtures/load-fixture.ts'
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

describe('addresses and protocol', () => {
  const ssl: Partial<KafkaFacts> = { securityProtocol: 'SASL_SSL' }
  const cases: [Record<string, string | null>, Partial<KafkaFacts> | null, string[]][] = [
    [{ endpoints: 'h:9092,h2:9092' }, { bootstrapServers: ['h:9092', 'h2:9092'] }, []],
    [
      { endpoints: 'kafka-k8s-0.kafka-k8s-endpoints:9092' },
      { bootstrapServers: ['kafka-k8s-0.kafka-k8s-endpoints:9092'] },
      [],
    ],
    [{ endpoints: '10.0.0.5:31234' }, { bootstrapServers: ['10.0.0.5:31234'] }, []],
    [
      { endpoints: 'fd42:1::a1:9092,[fd42:1::a2]:9092' },
      { bootstrapServers: ['[fd42:1::a1]:9092', '[fd42:1::a2]:9092'] },
      [],
    ],
    [{ endpoints: '" h:9092 , h:9092,"' }, { bootstrapServers: ['h:9092'] }, []],
    [{ endpoints: '["h:9092", "h2:9092"]' }, { bootstrapServers: ['h:9092', 'h2:9092'] }, []],
    [{ endpoints: 'h' }, null, ['endpoint_without_port@3']],
    [{ endpoints: 'h:99999' }, null, ['endpoint_invalid@3']],
    [{ endpoints: 'h:' }, null, ['quote_the_value@3']],
    [{ endpoints: '"h:"' }, null, ['endpoint_invalid@3']],
    [{ endpoints: 'a b:9092' }, null, ['endpoint_without_port@3']],
    [{ endpoints: null }, null, ['missing_field@1']],
    [{ endpoints: 'None' }, null, ['missing_field@1']],
    [{ tls: 'enabled', endpoints: 'h:9093' }, { ...ssl, bootstrapServers: ['h:9093'] }, ['ca_missing@1']],
    [{ tls: '"True"', endpoints: 'h:9093' }, { ...ssl, bootstrapServers: ['h:9093'] }, ['ca_missing@1']],
    [{ tls: '"False"' }, {}, []],
    [
      { tls: 'enabled', endpoints: 'h:9092' },
      { ...ssl, bootstrapServers: ['h:9092'], alternativeProtocols: ['SASL_PLAINTEXT'] },
      ['ca_missing@1', 'protocol_unclear@3'],
    ],
    [
      { endpoints: 'h:9093' },
      { bootstrapServers: ['h:9093'], alternativeProtocols: ['SASL_SSL'] },
      ['protocol_unclear@3'],
    ],
    [
      { tls: null, endpoints: 'h:9093' },
      { ...ssl, bootstrapServers: ['h:9093'] },
      ['tls_assumed@1', 'ca_missing@1'],
    ],
    [{ tls: null }, {}, ['tls_assumed@1']],
    [{ tls: 'maybe' }, null, ['value_not_understood@5', 'tls_assumed@1']],
    [
      { endpoints: 'h:9094', tls: 'enabled' },
      {
        bootstrapServers: ['h:9094'],
        securityProtocol: 'SSL',
        saslMechanism: null,
        notes: ['This listener needs a client certificate and its key.'],
      },
      ['ca_missing@1', 'client_certificate_needed@3'],
    ],
    [
      { endpoints: 'h:9094', username: null, password: null },
      {
        bootstrapServers: ['h:9094'],
        securityProtocol: 'SSL',
        saslMechanism: null,
        username: null,
        secrets: [],
        notes: ['This listener needs a client certificate and its key.'],
      },
      ['ca_missing@1', 'client_certificate_needed@3'],
    ],
    [
      { endpoints: 'h:9095' },
      { bootstrapServers: ['h:9095'], saslMechanism: 'OAUTHBEARER' },
      ['oauth_port@3'],
    ],
    [{ endpoints: 'h:19092' }, { bootstrapServers: ['h:19092'] }, ['internal_port@3']],
    [{ endpoints: 'h:29092' }, { bootstrapServers: ['h:29092'] }, []],
    [{ endpoints: 'h:45394' }, { bootstrapServers: ['h:45394'] }, []],
    [{ endpoints: 'h:9097' }, null, ['controller_port@3']],
    [{ endpoints: 'h:9098' }, null, ['controller_port@3']],
    [{ endpoints: 'h:19193' }, null, ['controller_port@3']],
    [{ endpoints: 'h:9092,h:9093' }, { bootstrapServers: ['h:9092', 'h:9093'] }, ['ports_differ@3']],
    [
      { 'security-protocol': 'SASL_SSL', tls: null, endpoints: 'h:9093' },
      { ...ssl, bootstrapServers: ['h:9093'] },
      ['ca_missing@1'],
    ],
    [
      { 'security-protocol': 'sasl_ssl', 'sasl-mechanism': 'SCRAM-SHA-256', endpoints: 'h:40000' },
      {
        ...ssl,
        saslMechanism: 'SCRAM-SHA-256',
        alternativeProtocols: ['SASL_PLAINTEXT'],
        bootstrapServers: ['h:40000'],
      },
      ['ca_missing@1', 'protocol_unclear@3'],
    ],
  ]
  it.each(cases)('%j', (different, expected, issues) => {
    const [found, told] = facts(kafkaPaste(different))
    expect(found).toEqual(expected === null ? null : kafkaFacts(expected))
    expect(told.toSorted()).toEqual(issues.toSorted())
  })
})

describe('topic, group prefix, roles', () => {
  const data = (value: unknown): string => `'${JSON.stringify(value)}'`
  const cases: [Record<string, string | null>, Partial<KafkaFacts> | null, string[]][] = [
    [{ resource: 'orders' }, {}, []],
    [{ resource: 'bills' }, {}, ['topics_differ@6']],
    [{ topic: null, resource: 'bills' }, { topic: 'bills' }, []],
    [{ topic: null }, { topic: null }, ['topic_missing@1']],
    [
      { topic: 'abc*' },
      {
        topic: 'abc',
        topicPrefix: true,
        notes: ['The topic is a prefix: every topic whose name begins with it is granted.'],
      },
      ['topic_prefix@6'],
    ],
    [{ topic: '"ab*"' }, { topic: null }, ['topic_invalid@6']],
    [{ topic: 'not a topic' }, { topic: null }, ['topic_invalid@6']],
    [{ topic: '0123' }, { topic: '0123' }, []],
    [{ 'consumer-group-prefix': 'cg' }, { consumerGroupPrefix: 'cg' }, []],
    [{ 'consumer-group-prefix': 'None' }, { consumerGroupPrefix: null }, []],
    [
      { 'consumer-group-prefix': null, data: data({ 'extra-user-roles': 'consumer' }) },
      { consumerGroupPrefix: null, roles: ['consumer'] },
      ['group_prefix_missing@1'],
    ],
    [{ data: data({ 'extra-user-roles': 'admin' }) }, { roles: ['admin'] }, []],
    [{ data: data({ 'extra-user-roles': 'myproducer-x' }) }, { roles: ['producer'] }, []],
    [
      { data: data({ 'extra-user-roles': ['consumer', 'producer'] }) },
      { roles: ['producer', 'consumer'] },
      [],
    ],
    [{ data: data({ 'extra-user-roles': '' }) }, { roles: [] }, []],
    [{ data: data({ r1: { 'extra-user-roles': 'producer' } }) }, { roles: ['producer'] }, []],
    [
      { data: data({ requests: JSON.stringify([{ 'extra-user-roles': 'consumer' }]) }) },
      { roles: ['consumer'] },
      [],
    ],
    [{ data: data({ resource: 'orders' }) }, {}, []],
    [{ data: "'{not json'" }, {}, ['roles_unreadable@8']],
    [{ data: "'null'" }, {}, ['roles_unreadable@8']],
    [{ data: '{"extra-user-roles": "producer"}' }, { roles: ['producer'] }, []],
    [{ 'extra-user-roles': 'producer,consumer' }, { roles: ['producer', 'consumer'] }, []],
    [
      {
        data: data({
          'extra-user-roles': 'producer',
          'entity-permissions': [
            { resource_type: 'topic', resource_name: 'bills', privileges: ['read', 'DELETE'] },
          ],
        }),
      },
      {
        roles: ['producer'],
        entityPermissions: [{ resourceType: 'TOPIC', resourceName: 'bills', privileges: ['READ', 'DELETE'] }],
      },
      [],
    ],
    [
      {
        data: data({
          'entity-permissions': JSON.stringify([
            { 'resource-type': 'GROUP', 'resource-name': 'g', privileges: ['READ'] },
            { nonsense: 1 },
          ]),
        }),
      },
      { entityPermissions: [{ resourceType: 'GROUP', resourceName: 'g', privileges: ['READ'] }] },
      [],
    ],
  ]
  it.each(cases)('%j', (different, expected, issues) => {
    const [found, told] = facts(kafkaPaste(different))
    expect(found).toEqual(expected === null ? null : kafkaFacts(expected))
    expect(told.toSorted()).toEqual(issues.toSorted())
  })
})

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
    ['xxxxxxxx', 'placeholder'],
    ['${KAFKA_PASSWORD}', 'placeholder'],
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
      '  Password: ' + CANARY,
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
          expect.objectContaining({ subject: 'C=GB, O=Example Ltd, CN=Fixture CA' }),
          expect.objectContaining({ subject: 'CN=Fixture Root ü' }),
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
    const sha256 = [expect.objectContaining({ subject: 'C=GB, O=Example Ltd, CN=Fixture CA' })]
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
