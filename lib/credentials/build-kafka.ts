import type { KafkaFacts } from '#lib/shared/credential.ts'
import { Secret } from '#lib/shared/secret.ts'
import { TopicNameSchema } from '#lib/shared/topic.ts'
import { readAuthorities } from './certificate-field.ts'
import type { KafkaCredential } from './kafka-credential.ts'
import { readKafkaEndpoints } from './kafka-endpoints.ts'
import { readKafkaProtocol, usesTls } from './kafka-protocol.ts'
import { readKafkaRoles } from './kafka-roles.ts'
import type { Field, ProductFields } from './product-fields.ts'

/** buildKafka makes the credential of a `kafka` output, or null with errors in `fields.issues`: never half of one. */
export function buildKafka(fields: ProductFields): KafkaCredential | null {
  const endpoints = fields.need('endpoints')
  const servers = endpoints === null ? null : readKafkaEndpoints(fields, endpoints)
  const authorities = readAuthorities(fields)
  const protocol = readKafkaProtocol(fields, servers?.ports ?? [], authorities.pems.length > 0)
  const account = readAccount(fields, protocol.securityProtocol.startsWith('SASL'))
  const roles = readKafkaRoles(fields)
  const topic = readTopic(fields)
  const prefix = fields.get('consumer-group-prefix')
  if (roles.roles?.includes('consumer') === true && prefix === null) {
    fields.issue('group_prefix_missing', { field: 'consumer-group-prefix' })
  }
  if (usesTls(protocol.securityProtocol) && authorities.pems.length === 0 && !fields.failed) {
    fields.issue('ca_missing', { line: fields.get('tls-ca')?.line ?? fields.line, field: 'tls-ca' })
  }
  if (fields.failed || servers === null) return null
  const others = fields.secrets().filter(({ name }) => name !== account.passwordField)
  const facts: KafkaFacts = {
    product: 'kafka',
    unit: fields.unit,
    bootstrapServers: [...servers.bootstrapServers],
    securityProtocol: protocol.securityProtocol,
    alternativeProtocols: [...protocol.alternativeProtocols],
    saslMechanism: protocol.saslMechanism,
    username: account.username,
    ...topic,
    consumerGroupPrefix: prefix?.text ?? null,
    roles: roles.roles === null ? null : [...roles.roles],
    entityPermissions: [...roles.entityPermissions],
    certificateAuthorities: [...authorities.facts],
    notes: notesOf(fields, topic.topicPrefix),
    secrets: [...(account.password === null ? [] : [account.password.key]), ...others.map(({ key }) => key)],
  }
  return {
    facts,
    password: account.password === null ? null : new Secret(account.password.text),
    certificateAuthorityPems: authorities.pems,
    clientCertificatePem: null,
    clientKeyPem: null,
    verifyHostname: true,
    otherSecrets: Object.fromEntries(others.map(({ key, secret }) => [key, secret])),
  }
}

interface Account {
  readonly username: string | null
  readonly password: Field | null
  readonly passwordField: string | null
}

/** An entity (`entity-name`, `entity-password`) stands in the place of the user where one was asked for. */
function readAccount(fields: ProductFields, needed: boolean): Account {
  const hasUser = fields.get('username') !== null || fields.get('password') !== null
  const entity = !hasUser && fields.get('entity-name') !== null
  const nameField = entity ? 'entity-name' : 'username'
  const passwordField = entity ? 'entity-password' : 'password'
  const username = needed ? fields.need(nameField) : fields.get(nameField)
  const password = needed ? fields.need(passwordField) : fields.get(passwordField)
  return {
    username: username?.text ?? null,
    password,
    passwordField: password === null ? null : passwordField,
  }
}

/** The charm takes a name of more than three characters that ends in a star as a prefix (core/cluster.py). */
const SHORTEST_PREFIX = 3

function readTopic(fields: ProductFields): { topic: string | null; topicPrefix: boolean } {
  const topic = fields.get('topic')
  const resource = fields.get('resource')
  if (topic !== null && resource !== null && topic.text !== resource.text) {
    fields.issue('topics_differ', { line: topic.line, field: 'topic' })
  }
  const chosen = topic ?? resource
  if (chosen === null) {
    fields.issue('topic_missing', { field: 'topic' })
    return { topic: null, topicPrefix: false }
  }
  if (chosen.text.endsWith('*') && chosen.text.length > SHORTEST_PREFIX) {
    fields.issue('topic_prefix', { line: chosen.line, field: 'topic' })
    return { topic: chosen.text.slice(0, -1), topicPrefix: true }
  }
  if (!TopicNameSchema.safeParse(chosen.text).success) {
    fields.issue('topic_invalid', { line: chosen.line, field: 'topic' })
    return { topic: null, topicPrefix: false }
  }
  return { topic: chosen.text, topicPrefix: false }
}

function notesOf(fields: ProductFields, topicPrefix: boolean): string[] {
  const notes: string[] = []
  if (fields.get('zookeeper-uris') !== null) {
    notes.push(
      'From Charmed Apache Kafka 3: the paste names ZooKeeper, which is kept as a secret and not needed.',
    )
  }
  if (fields.get('entity-name') !== null && fields.get('username') === null) {
    notes.push('The user is an entity that was asked for by its type.')
  }
  if (topicPrefix) notes.push('The topic is a prefix: every topic whose name begins with it is granted.')
  if (fields.issues.some(({ code }) => code === 'client_certificate_needed')) {
    notes.push('This listener needs a client certificate and its key.')
  }
  return notes
}
