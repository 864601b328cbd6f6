import type { AddedUser, KafkaCluster } from './kafka-cluster.ts'
import type { PasteForm } from './paste-text.ts'

/** forms are all texts that a user may paste, by name. */
export const forms = {
  kafka4: { kafka: 4, tls: false },
  'kafka4-tls': { kafka: 4, tls: true },
  kafka3: { kafka: 3, tls: false },
  'kafka3-tls': { kafka: 3, tls: true },
} as const satisfies Record<string, PasteForm>
export type FormName = keyof typeof forms
export const formNames = Object.keys(forms) as readonly FormName[]

/** A user for programs: everything, in one object. */
export function userFacts(user: AddedUser) {
  const { username, roles, topic, consumerGroupPrefix, clientCertificate } = user
  const pastes = Object.fromEntries(formNames.map((name) => [name, user.paste(forms[name])]))
  if (clientCertificate !== null) {
    pastes['kafka4-mtls'] = user.paste({ kafka: 4, tls: true, mutualTls: true })
  }
  return { username, roles, topic, consumerGroupPrefix, pastes, clientCertificate }
}

/** A cluster for programs. */
export function clusterFacts(kafka: KafkaCluster) {
  const { directory, ports, pids, caPem } = kafka
  return { directory, ports, pids, caPem, egressAllow: egressAllow(kafka), users: kafka.users.map(userFacts) }
}

/** egressAllow is the value of KEYSTREAM_EGRESS_ALLOW with which a server may reach this cluster, and nothing else. */
export function egressAllow(kafka: KafkaCluster): string {
  const rules = kafka.ports.flatMap((ports) => [
    `127.0.0.1/32:${ports.scram}-${ports.mutualTls}`,
    ...kafka.faults.map((name) => `127.0.0.1/32:${ports[name]}`),
  ])
  return rules.join(',')
}

/** userText is a user for people: a heading and the pastes. */
export function userText(user: AddedUser, names: readonly FormName[]): string {
  const prefix = user.consumerGroupPrefix === null ? '' : `, groups ${user.consumerGroupPrefix}…`
  const heading = `── ${user.username}: ${user.roles} on ${user.topic}${prefix}`
  const texts = names.map((name) => {
    const label = names.length > 1 ? `(${name})\n` : ''
    return `${label}${user.paste(forms[name])}`
  })
  const certificate =
    user.clientCertificate === null
      ? ''
      : `Its certificate and key, for the listener of mutual TLS (paste ${user.username} mtls):\n${user.clientCertificate.certificatePem}\n${user.clientCertificate.keyPem}\n`
  return `${heading}\n${texts.join('\n')}${certificate}`
}

/** clusterText says where a cluster listens. */
export function clusterText(kafka: KafkaCluster): string {
  return `Apache Kafka is ready, process ${kafka.pids.join(', ')}
  SASL_PLAINTEXT  ${kafka.servers('scram').join(',')}
  SASL_SSL        ${kafka.servers('scramTls').join(',')}
  SSL             ${kafka.servers('mutualTls').join(',')}  (client certificate)
  data            ${kafka.directory}
A server reaches it with KEYSTREAM_EGRESS_ALLOW=${egressAllow(kafka)}
`
}
