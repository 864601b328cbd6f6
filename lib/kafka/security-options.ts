import type { ConnectionOptions } from 'node:tls'
import type { KafkaTarget } from './kafka-target.ts'

/** tlsOptions gives what `tls.connect` needs for a target and its opened client key; null when its protocol is without TLS. */
export function tlsOptions(target: KafkaTarget, clientKey: string | null): ConnectionOptions | null {
  if (target.securityProtocol !== 'SSL' && target.securityProtocol !== 'SASL_SSL') return null
  return {
    minVersion: 'TLSv1.2',
    ...(target.certificateAuthorityPems.length > 0 && { ca: [...target.certificateAuthorityPems] }),
    ...(target.clientCertificatePem !== null && { cert: target.clientCertificatePem }),
    ...(clientKey !== null && { key: clientKey }),
    // The chain is still verified; only the name in the certificate is not.
    ...(!target.verifyHostname && { checkServerIdentity: () => undefined }),
  }
}

export interface SaslOptions {
  mechanism: string
  username: string
  password: string
}

/** saslOptions gives the log-in of a target with its opened password; null when its protocol has none. */
export function saslOptions(target: KafkaTarget, password: string | null): SaslOptions | null {
  if (target.securityProtocol !== 'SASL_PLAINTEXT' && target.securityProtocol !== 'SASL_SSL') return null
  return {
    mechanism: (target.saslMechanism ?? 'SCRAM-SHA-512').toLowerCase(),
    username: target.username ?? '',
    password: password ?? '',
  }
}
