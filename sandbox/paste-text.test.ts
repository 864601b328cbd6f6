import { describe, expect, it } from 'vitest'
import { pasteText } from './paste-text.ts'
import type { SandboxUser } from './sandbox-user.ts'

const user: SandboxUser = {
  username: 'relation-8',
  password: 'LxupRA4MxzNwINXnn5X9De9XFSNnvU9g',
  roles: 'producer,consumer',
  topic: 'test-topic',
  consumerGroupPrefix: 'relation-8-',
  requestSalt: 'qQUy7AFgV0rdBwT4',
  salt: 'JhHr4OXyim47GHsb',
  clientCertificate: null,
}
const authorityPem = '-----BEGIN CERTIFICATE-----\nMIIBeDCC\n-----END CERTIFICATE-----'
const endpoints = ['10.157.174.225:9092', '10.157.174.59:9092', '10.157.174.62:9092']

describe('pasteText', () => {
  it('is the public tutorial for Kafka 4 without TLS', () => {
    expect(pasteText({ user, endpoints, authorityPem }, { kafka: 4, tls: false })).toBe(
      `Running operation 1 with 1 task
  - task 2 on unit-data-integrator-0

Waiting for task 2...
kafka:
  consumer-group-prefix: relation-8-
  data: '{"resource": "test-topic", "salt": "qQUy7AFgV0rdBwT4", "extra-user-roles":
    "producer,consumer", "provided-secrets": ["mtls-cert"], "requested-secrets": ["username",
    "password", "tls", "tls-ca", "uris", "read-only-uris", "entity-name", "entity-password"]}'
  endpoints: 10.157.174.225:9092,10.157.174.59:9092,10.157.174.62:9092
  password: LxupRA4MxzNwINXnn5X9De9XFSNnvU9g
  resource: test-topic
  salt: JhHr4OXyim47GHsb
  tls: disabled
  topic: test-topic
  username: relation-8
  version: v0
ok: "True"
`,
    )
  })

  it('holds the authority as a block with TLS', () => {
    const facts = { user, endpoints: ['10.1.2.3:9093'], authorityPem }
    expect(pasteText(facts, { kafka: 4, tls: true, preamble: false })).toBe(`kafka:
  consumer-group-prefix: relation-8-
  data: '{"resource": "test-topic", "salt": "qQUy7AFgV0rdBwT4", "extra-user-roles":
    "producer,consumer", "provided-secrets": ["mtls-cert"], "requested-secrets": ["username",
    "password", "tls", "tls-ca", "uris", "read-only-uris", "entity-name", "entity-password"]}'
  endpoints: 10.1.2.3:9093
  password: LxupRA4MxzNwINXnn5X9De9XFSNnvU9g
  resource: test-topic
  salt: JhHr4OXyim47GHsb
  tls: enabled
  tls-ca: |-
    -----BEGIN CERTIFICATE-----
    MIIBeDCC
    -----END CERTIFICATE-----
  topic: test-topic
  username: relation-8
  version: v0
ok: "True"
`)
  })

  it.each([
    [false, 'disabled'],
    [true, 'enabled'],
  ])('prints a word for the authority on Kafka 3 (TLS %s)', (tls, word) => {
    const admin = {
      ...user,
      roles: 'admin',
      consumerGroupPrefix: null,
      password: '12345678901234567890123456789012',
    }
    const facts = { user: admin, endpoints: ['10.1.2.3:9092'], authorityPem }
    expect(pasteText(facts, { kafka: 3, tls, preamble: false })).toBe(`kafka:
  endpoints: 10.1.2.3:9092
  password: "12345678901234567890123456789012"
  tls: ${word}
  tls-ca: ${word}
  topic: test-topic
  username: relation-8
  zookeeper-uris: 127.0.0.1:2181/kafka
ok: "True"
`)
  })
})
