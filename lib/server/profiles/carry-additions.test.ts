import { expect, it } from 'vitest'
import type { KafkaCredential } from '#lib/credentials/kafka-credential.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import { Secret } from '#lib/shared/secret.ts'
import { carryAdditions } from './carry-additions.ts'

const authority = {
  subject: 'CN=ca',
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2027-01-01T00:00:00Z',
  sha256: 'ab',
}
const facts: KafkaFacts = {
  product: 'kafka',
  unit: null,
  bootstrapServers: ['10.1.0.1:9094'],
  securityProtocol: 'SSL',
  alternativeProtocols: [],
  saslMechanism: null,
  username: 'relation-8',
  topic: 'orders',
  topicPrefix: true,
  consumerGroupPrefix: 'relation-8-',
  roles: null,
  entityPermissions: [],
  certificateAuthorities: [],
  notes: [],
  secrets: ['password'],
}
const pasted: KafkaCredential = {
  facts,
  password: new Secret('new'),
  certificateAuthorityPems: [],
  clientCertificatePem: null,
  clientKeyPem: null,
  verifyHostname: true,
  otherSecrets: {},
}
const kept: KafkaCredential = {
  ...pasted,
  facts: { ...facts, topic: 'orders-eu', topicPrefix: false, certificateAuthorities: [authority] },
  certificateAuthorityPems: ['CA'],
  clientCertificatePem: 'CERTIFICATE',
  clientKeyPem: new Secret('key'),
}
const at = (...bootstrapServers: string[]) => ({ ...pasted, facts: { ...facts, bootstrapServers } })

it('carries topic, authority and client key to the very servers', () => {
  expect(carryAdditions(kept, pasted)).toMatchObject({
    facts: { topic: 'orders-eu', topicPrefix: false, certificateAuthorities: [authority] },
    certificateAuthorityPems: ['CA'],
    clientCertificatePem: 'CERTIFICATE',
    clientKeyPem: kept.clientKeyPem,
    password: pasted.password,
  })
})

it.each([
  ['another port', ['10.1.0.1:9999'], ['CA']],
  ['a server beside the known one', ['10.1.0.1:9094', '10.66.0.1:9094'], []],
  ['other servers', ['10.66.0.1:9094'], []],
])('carries no key to %s, and the authority only to hosts that were there', (_name, servers, authorities) => {
  const carried = carryAdditions(kept, at(...servers))
  expect(carried).toMatchObject({ clientCertificatePem: null, clientKeyPem: null })
  expect(carried.certificateAuthorityPems).toEqual(authorities)
})

it('lets what is said now count', () => {
  expect(carryAdditions(kept, pasted, { topic: 'orders-us' })).toMatchObject({
    facts: { topic: 'orders-us' },
  })
})

it('carries the protocol that was found right, unless another one is asked for', () => {
  const both: KafkaCredential = {
    ...pasted,
    facts: { ...facts, securityProtocol: 'SASL_PLAINTEXT', alternativeProtocols: ['SASL_SSL'] },
  }
  const chosen = { ...kept, facts: { ...kept.facts, securityProtocol: 'SASL_SSL' as const } }
  expect(carryAdditions(chosen, both)).toMatchObject({ facts: { securityProtocol: 'SASL_SSL' } })
  expect(carryAdditions(chosen, both, { securityProtocol: 'SASL_PLAINTEXT' })).toMatchObject({
    facts: { securityProtocol: 'SASL_PLAINTEXT' },
  })
})
