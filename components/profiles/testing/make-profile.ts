import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'

export const kafkaFacts: KafkaFacts = {
  product: 'kafka',
  unit: 'data-integrator/0',
  bootstrapServers: ['10.1.0.1:9092', '10.1.0.2:9092'],
  securityProtocol: 'SASL_PLAINTEXT',
  alternativeProtocols: [],
  saslMechanism: 'SCRAM-SHA-512',
  username: 'relation-8',
  topic: 'orders',
  topicPrefix: false,
  consumerGroupPrefix: 'relation-8-',
  roles: ['producer', 'consumer'],
  entityPermissions: [],
  certificateAuthorities: [],
  notes: [],
  secrets: ['password'],
}

/** makeProfile gives a Kafka profile that differs from a plain one by what a test is about. */
export function makeProfile(change: Partial<Profile> = {}): Profile {
  return {
    id: 'prf_1',
    name: 'orders',
    labels: [],
    product: 'kafka',
    version: 1,
    facts: kafkaFacts,
    hasClientCertificate: false,
    verifyHostname: true,
    lastCheck: null,
    lastUsedAt: null,
    lastUsedBy: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    createdBy: 'Ada',
    updatedAt: '2026-01-01T00:00:00.000Z',
    rights: ['see', 'use', 'edit', 'share'],
    ...change,
  }
}
