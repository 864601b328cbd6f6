import type { KafkaTarget } from '#lib/kafka/kafka-target.ts'
import type { ErrorCode } from '#lib/shared/error-code.ts'
import { Secret } from '#lib/shared/secret.ts'
import { createAuthority, issueCertificate } from '../certificates.ts'
import type { FaultServer } from '../fault-servers.ts'
import type { AddedUser, KafkaCluster } from '../kafka-cluster.ts'

/** What a refused or misdirected connection may take; the broker itself delays a failed login by up to 300 ms. */
const QUICK_MS = 5_000
/** The whole check of a dead profile. */
const DEAD_MS = 15_000

/** The first user of a sandbox is relation-6; the messages name it. */
export const WRONG_PASSWORD = 'not-the-password'

/** FailureWorld is a cluster with every fault listener, its first user, and three servers that are no Kafka. */
export interface FailureWorld {
  readonly kafka: KafkaCluster
  readonly user: AddedUser
  readonly silent: FaultServer
  readonly banner: FaultServer
  readonly page: FaultServer
  readonly cutting: FaultServer
}

const at = (target: KafkaTarget, ...servers: string[]): KafkaTarget => ({
  ...target,
  bootstrapServers: servers,
})
const loopback = (port: number) => `127.0.0.1:${port}`

export interface FailureCase {
  readonly name: string
  readonly code: ErrorCode
  readonly says: RegExp
  readonly within: number
  readonly target: (world: FailureWorld) => KafkaTarget | Promise<KafkaTarget>
}

/** failureCases lists what can go wrong on the way to a broker; each is made for real when its target is asked for. */
export const failureCases: readonly FailureCase[] = [
  {
    name: 'wrong password',
    code: 'broker_auth_failed',
    says: /does not accept user “relation-6”/,
    within: QUICK_MS,
    target: ({ user }) => ({ ...user.target(), password: new Secret(WRONG_PASSWORD) }),
  },
  {
    name: 'wrong password, with TLS',
    code: 'broker_auth_failed',
    says: /does not accept user “relation-6”/,
    within: QUICK_MS,
    target: ({ user }) => ({ ...user.target('scramTls'), password: new Secret(WRONG_PASSWORD) }),
  },
  {
    name: 'removed user',
    code: 'broker_auth_failed',
    says: /does not accept user “relation-\d+”/,
    within: QUICK_MS,
    target: async ({ kafka }) => {
      const gone = await kafka.addUser({ role: 'producer' })
      await kafka.removeUser(gone)
      return gone.target('scramTls')
    },
  },
  {
    name: 'closed port',
    code: 'broker_refused',
    says: /127\.0\.0\.1:\d+81/,
    within: QUICK_MS,
    target: ({ kafka, user }) => at(user.target(), ...kafka.servers('closed')),
  },
  {
    name: 'unknown name',
    code: 'broker_dns',
    says: /kafka-0\.invalid/,
    within: DEAD_MS,
    target: ({ user }) => at(user.target(), 'kafka-0.invalid:9092'),
  },
  {
    name: 'silent port',
    code: 'broker_not_kafka',
    says: /does not answer as Kafka/,
    within: DEAD_MS,
    target: ({ user, silent }) => at(user.target(), loopback(silent.port)),
  },
  {
    name: 'silent port, with TLS',
    code: 'broker_timeout',
    says: /no answer to the connection/,
    within: DEAD_MS,
    target: ({ user, silent }) => at(user.target('scramTls'), loopback(silent.port)),
  },
  {
    name: 'secure shell',
    code: 'broker_not_kafka',
    says: /does not answer as Kafka/,
    within: DEAD_MS,
    target: ({ user, banner }) => at(user.target(), loopback(banner.port)),
  },
  {
    name: 'web server',
    code: 'broker_not_kafka',
    says: /does not answer as Kafka/,
    within: QUICK_MS,
    target: ({ user, page }) => at(user.target(), loopback(page.port)),
  },
  {
    name: 'controller port',
    code: 'broker_not_kafka',
    says: /does not serve clients/,
    within: QUICK_MS,
    target: ({ kafka, user }) =>
      at({ ...user.target(), securityProtocol: 'PLAINTEXT' }, ...kafka.servers('controller')),
  },
  {
    name: 'plaintext to a TLS port',
    code: 'broker_wrong_protocol',
    says: /another security protocol than SASL_PLAINTEXT/,
    within: QUICK_MS,
    target: ({ kafka, user }) => at(user.target('scram'), ...kafka.servers('scramTls')),
  },
  {
    name: 'TLS to a plaintext port',
    code: 'broker_wrong_protocol',
    says: /another security protocol than SASL_SSL/,
    within: QUICK_MS,
    target: ({ kafka, user }) => at(user.target('scramTls'), ...kafka.servers('scram')),
  },
  {
    name: 'no login on a port with SASL',
    code: 'broker_wrong_protocol',
    says: /another security protocol than PLAINTEXT/,
    within: QUICK_MS,
    target: ({ user }) => ({ ...user.target(), securityProtocol: 'PLAINTEXT' }),
  },
  {
    name: 'login on a port without SASL',
    code: 'broker_wrong_protocol',
    says: /does not log users in by SASL/,
    within: QUICK_MS,
    target: ({ kafka, user }) => at(user.target(), ...kafka.servers('internal')),
  },
  {
    name: 'cut while logging in',
    code: 'broker_auth_interrupted',
    says: /./,
    within: QUICK_MS,
    target: ({ user, cutting }) => at(user.target(), loopback(cutting.port)),
  },
  {
    name: 'another mechanism',
    code: 'broker_mechanism_unsupported',
    says: /does not offer SCRAM-SHA-256/,
    within: QUICK_MS,
    target: ({ user }) => ({ ...user.target(), saslMechanism: 'SCRAM-SHA-256' }),
  },
  {
    name: 'certificate of another authority',
    code: 'broker_tls_unknown_ca',
    says: /not signed by the authority/,
    within: QUICK_MS,
    target: ({ user }) => user.target('otherAuthority'),
  },
  {
    name: 'no authority given',
    code: 'broker_tls_unknown_ca',
    says: /not signed by the authority/,
    within: QUICK_MS,
    target: ({ user }) => ({ ...user.target('scramTls'), certificateAuthorityPems: [] }),
  },
  {
    name: 'certificate for another name',
    code: 'broker_tls_name_mismatch',
    says: /kafka-0\.example/,
    within: QUICK_MS,
    target: ({ user }) => user.target('otherName'),
  },
  {
    name: 'expired certificate',
    code: 'broker_tls_expired',
    says: /expired|no longer valid/,
    within: QUICK_MS,
    target: ({ user }) => user.target('expired'),
  },
  {
    name: 'missing client certificate',
    code: 'broker_tls_client_certificate_required',
    says: /asks for a client certificate/,
    within: QUICK_MS,
    target: ({ user }) => user.target('mutualTls'),
  },
  {
    name: 'client certificate of another authority',
    code: 'broker_tls_client_certificate_rejected',
    says: /refuses the client certificate/,
    within: QUICK_MS,
    target: async ({ kafka, user }) => {
      const authority = await createAuthority(kafka.directory, 'a-stranger')
      const names = { commonName: 'relation-6', alternativeNames: 'DNS:relation-6' }
      const stranger = await issueCertificate({ ...names, authority, name: 'strangers-client' })
      return {
        ...user.target('mutualTls'),
        clientCertificatePem: stranger.certificatePem,
        clientKeyPem: new Secret(stranger.keyPem),
      }
    },
  },
  {
    name: 'key of another certificate',
    code: 'broker_tls_key_unusable',
    says: /does not belong to the client certificate/,
    within: QUICK_MS,
    target: async ({ kafka }) => {
      const [one, two] = await Promise.all([
        kafka.addUser({ role: 'producer', clientCertificate: true }),
        kafka.addUser({ role: 'producer', clientCertificate: true }),
      ])
      return { ...one.target('mutualTls'), clientKeyPem: two.target('mutualTls').clientKeyPem }
    },
  },
  {
    name: 'unreachable advertised address',
    code: 'broker_advertised_unreachable',
    says: /says it lives at 127\.0\.0\.1:\d+81/,
    within: QUICK_MS,
    target: ({ user }) => user.target('elsewhere'),
  },
]
