import type { SaslMechanism, SecurityProtocol } from '#lib/shared/credential.ts'
import type { ErrorCode } from '#lib/shared/error-code.ts'

/** Failure is what a person is told: our code, what happened, what to do, and the command that does it. */
export interface Failure {
  readonly code: ErrorCode
  readonly message: string
  readonly advice?: string
  readonly command?: string
  readonly retriable: boolean
}

/** CertificateNames are the public facts of a server's certificate that explain why it was refused. */
export interface CertificateNames {
  readonly names: readonly string[]
  readonly notAfter: Date | null
  readonly issuer: string | null
}

/**
 * ErrorContext is what the caller knew when an error came: where it talked to, as whom, about what. Everything is
 * optional; the more is given, the more exact the text. Nothing in it is secret.
 */
export interface ErrorContext {
  /** `host:port` that was dialled, when the error itself does not say. */
  readonly broker?: string | undefined
  readonly nodeId?: number | null | undefined
  readonly bootstrapServers?: readonly string[] | undefined
  readonly securityProtocol?: SecurityProtocol | undefined
  readonly saslMechanism?: SaslMechanism | null | undefined
  readonly username?: string | null | undefined
  /** `connect` = the connection was not yet usable (TCP, TLS, ApiVersions, SASL). Default: `request`. */
  readonly phase?: 'connect' | 'request' | undefined
  readonly topic?: string | undefined
  readonly partition?: number | undefined
  readonly groupId?: string | undefined
  readonly groupPrefix?: string | null | undefined
  readonly operation?: 'describe' | 'read' | 'write' | 'create' | 'delete' | 'group' | undefined
  /** The server's certificate, when somebody looked at it after the failure. */
  readonly certificate?: CertificateNames | undefined
  readonly clientCertificatePem?: string | null | undefined
}

export const PASTE_AGAIN = 'juju run data-integrator/leader get-credentials'

/** portOf gives the digits after the last colon of `host:port`, or an empty text. */
export function portOf(broker: string | undefined): string {
  return broker?.slice(broker.lastIndexOf(':') + 1) ?? ''
}

/** hostOf gives `host:port` without its port, and without the brackets of an IPv6 address. */
export function hostOf(broker: string): string {
  return broker.slice(0, broker.lastIndexOf(':')).replace(/^\[|\]$/g, '')
}

/**
 * protocolOfPort says what the charm serves on a port, by its last two digits: 92 SASL_PLAINTEXT, 93 SASL_SSL,
 * 94 SSL with a client certificate, 95 and 96 OAUTHBEARER. Null for any other port.
 */
export function protocolOfPort(port: string): string | null {
  switch (port.slice(-2)) {
    case '92':
      return 'SASL_PLAINTEXT with SCRAM'
    case '93':
      return 'SASL_SSL with SCRAM'
    case '94':
      return 'SSL with a client certificate'
    case '95':
      return 'SASL_PLAINTEXT with OAUTHBEARER'
    case '96':
      return 'SASL_SSL with OAUTHBEARER'
    default:
      return null
  }
}
