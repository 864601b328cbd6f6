import type { KafkaCredential } from '#lib/credentials/kafka-credential.ts'
import type { SaslMechanism, SecurityProtocol } from '#lib/shared/credential.ts'
import type { EgressPolicy } from '#lib/shared/egress-policy.ts'
import type { Secret } from '#lib/shared/secret.ts'

/** A broker across an ocean answers a TCP and TLS handshake within a second; more means packets are dropped. */
export const DEFAULT_CONNECT_TIMEOUT_MS = 4_000
/** Any request but a long poll is answered in milliseconds; a broker busy with recovery takes seconds. */
export const DEFAULT_REQUEST_TIMEOUT_MS = 10_000
/** Shows in the brokers' request logs and quotas. */
export const DEFAULT_CLIENT_ID = 'keystream'

/** KafkaTarget is all that is needed to reach one Kafka as one user: where, how, as whom, and where it may not go. */
export interface KafkaTarget {
  readonly bootstrapServers: readonly string[]
  readonly securityProtocol: SecurityProtocol
  readonly saslMechanism: SaslMechanism | null
  readonly username: string | null
  readonly password: Secret | null
  /** Empty means: the certificate authorities that Node trusts. */
  readonly certificateAuthorityPems: readonly string[]
  readonly clientCertificatePem: string | null
  readonly clientKeyPem: Secret | null
  readonly verifyHostname: boolean
  readonly egress: EgressPolicy
  readonly clientId?: string
  readonly connectTimeoutMs?: number
  readonly requestTimeoutMs?: number
}

/** kafkaTargetOf makes the target of a pasted credential. Opens no secret. */
export function kafkaTargetOf(credential: KafkaCredential, egress: EgressPolicy): KafkaTarget {
  const { facts } = credential
  return {
    bootstrapServers: facts.bootstrapServers,
    securityProtocol: facts.securityProtocol,
    saslMechanism: facts.saslMechanism,
    username: facts.username,
    password: credential.password,
    certificateAuthorityPems: credential.certificateAuthorityPems,
    clientCertificatePem: credential.clientCertificatePem,
    clientKeyPem: credential.clientKeyPem,
    verifyHostname: credential.verifyHostname,
    egress,
  }
}
