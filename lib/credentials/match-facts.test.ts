import { expect, it } from 'vitest'
import type { KafkaFacts, OtherFacts } from '#lib/shared/credential.ts'
import { compareFacts } from './compare-facts.ts'
import { matchFacts } from './match-facts.ts'

const kept: KafkaFacts = {
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
const rotated = { ...kept, username: 'relation-9', consumerGroupPrefix: 'relation-9-' }
const database: OtherFacts = {
  product: 'postgresql',
  unit: null,
  facts: { database: 'shop', endpoints: '10.1.0.5:5432' },
  username: 'relation_id_3',
  certificateAuthorities: [],
  notes: [],
  secrets: ['password'],
}

it.each([
  ['the very same', kept, 'update'],
  ['servers in another order, one new', { bootstrapServers: ['10.1.0.3:9092', '10.1.0.2:9092'] }, 'update'],
  ['TLS switched on: the same hosts, another port', { bootstrapServers: ['10.1.0.1:9093'] }, 'update'],
  ['the same user name in another model', { bootstrapServers: ['10.9.0.1:9092'] }, null],
  ['another cluster’s node port on the same host', { bootstrapServers: ['10.1.0.1:31777'] }, null],
  ['a later relation of the same topic', rotated, 'rotation'],
  ['a later relation, by request', { ...rotated, username: 'relation-12-4f' }, 'rotation'],
  ['a later relation of another topic', { ...rotated, topic: 'invoices' }, null],
  ['an older relation', { ...rotated, username: 'relation-7' }, null],
  ['a user that is no relation', { ...rotated, username: 'admin' }, null],
  ['a later relation elsewhere', { ...rotated, bootstrapServers: ['10.9.0.1:9092'] }, null],
  ['a prefix that covers the topic', { ...rotated, topic: 'ord', topicPrefix: true }, 'rotation'],
] as const)('%s', (_name, change, kind) => {
  expect(matchFacts(kept, { ...kept, ...(change as Partial<KafkaFacts>) })).toBe(kind)
})

it('matches other products by user, servers and database', () => {
  expect(matchFacts(database, database)).toBe('update')
  expect(matchFacts(database, { ...database, username: 'relation_id_4' })).toBe('rotation')
  const elsewhere = { ...database.facts, database: 'other' }
  expect(matchFacts(database, { ...database, username: 'relation_id_4', facts: elsewhere })).toBeNull()
  expect(matchFacts(kept, database)).toBeNull()
  expect(matchFacts(database, { ...database, username: 'a' })).toBeNull()
})

it('takes credentials without a user name for an update only of the same topic', () => {
  const mtls = { ...kept, username: null }
  expect(matchFacts(mtls, mtls)).toBe('update')
  expect(matchFacts(mtls, { ...mtls, topic: 'invoices' })).toBeNull()
})

it('finds no difference in another order of the servers and roles', () => {
  const shuffled = {
    ...kept,
    bootstrapServers: ['10.1.0.2:9092', '10.1.0.1:9092'],
    roles: ['consumer', 'producer'],
  }
  expect(compareFacts(kept, shuffled)).toEqual([])
})

it('tells what a rotation changes and that offsets stay behind', () => {
  const differences = compareFacts(kept, { ...rotated, roles: ['consumer'] })
  expect(differences.map(({ field, breaking }) => [field, breaking])).toEqual([
    ['principal', false],
    ['group-prefix', true],
    ['roles', true],
  ])
  expect(differences[1]).toMatchObject({ before: 'relation-8-', after: 'relation-9-' })
  expect(differences[1]?.meaning).toMatch(/^Committed offsets will not carry over/)
  expect(differences[2]?.meaning).toBe('Loses producer.')
})

it('tells of servers, protocol, authority, grants, and facts of other products', () => {
  const authority = { subject: 'CN=ca', notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-01-01T00:00:00Z' }
  const after: KafkaFacts = {
    ...kept,
    bootstrapServers: ['10.1.0.1:9093', '10.1.0.2:9092'],
    securityProtocol: 'SASL_SSL',
    certificateAuthorities: [{ ...authority, sha256: 'ab'.repeat(32) }],
    entityPermissions: [{ resourceType: 'TOPIC', resourceName: 'x', privileges: ['READ'] }],
  }
  const differences = compareFacts(kept, after)
  expect(differences.map(({ field }) => field)).toEqual(['servers', 'authority', 'protocol', 'grants'])
  expect(differences[0]?.meaning).toBe('1 new, 1 gone, 1 kept.')
  expect(compareFacts(after, kept).find(({ field }) => field === 'protocol')?.meaning).toMatch(/unencrypted/)
  const moved = { ...database, facts: { ...database.facts, database: 'other' } }
  expect(compareFacts(database, moved)).toEqual([
    { field: 'facts', before: 'database: shop', after: 'database: other', meaning: null, breaking: true },
  ])
})
