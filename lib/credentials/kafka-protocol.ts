import {
  type SaslMechanism,
  SaslMechanismSchema,
  type SecurityProtocol,
  SecurityProtocolSchema,
} from '#lib/shared/credential.ts'
import { FIRST_RANDOM_PORT } from './kafka-endpoints.ts'
import type { ProductFields } from './product-fields.ts'

export interface KafkaProtocol {
  readonly securityProtocol: SecurityProtocol
  readonly alternativeProtocols: readonly SecurityProtocol[]
  readonly saslMechanism: SaslMechanism | null
}

/** What the last two digits of a charm's listener port say. */
const listeners: Readonly<Record<number, { protocol: SecurityProtocol; oauth: boolean }>> = {
  92: { protocol: 'SASL_PLAINTEXT', oauth: false },
  93: { protocol: 'SASL_SSL', oauth: false },
  94: { protocol: 'SSL', oauth: false },
  95: { protocol: 'SASL_PLAINTEXT', oauth: true },
  96: { protocol: 'SASL_SSL', oauth: true },
}

/**
 * readKafkaProtocol decides how to connect: an explicit protocol, else mutual TLS by the port, else `tls`. Where `tls`
 * and the port contradict each other, both protocols are offered and the connection check decides.
 */
export function readKafkaProtocol(
  fields: ProductFields,
  ports: readonly number[],
  hasAuthority: boolean,
): KafkaProtocol {
  const line = fields.get('endpoints')?.line ?? fields.line
  const known = ports.filter((port) => port < FIRST_RANDOM_PORT && listeners[port % 100] !== undefined)
  const kinds = new Set(known.map((port) => port % 100))
  if (kinds.size > 1) fields.issue('ports_differ', { line, field: 'endpoints' })
  const port = known[0]
  const listener = port === undefined ? undefined : listeners[port % 100]
  const other = String(port)
  const explicit = readExplicit(fields)
  const tls = readTls(fields)
  if (listener?.oauth === true) fields.issue('oauth_port', { line, field: 'endpoints', other })
  if (explicit === null && listener?.protocol === 'SSL') {
    fields.issue('client_certificate_needed', { line, field: 'endpoints', other })
    return { securityProtocol: 'SSL', alternativeProtocols: [], saslMechanism: null }
  }
  const fromTls = tls === null ? null : tls ? 'SASL_SSL' : 'SASL_PLAINTEXT'
  const said = explicit ?? fromTls
  if (said === null) fields.issue('tls_assumed', { line: fields.line, field: 'tls' })
  const securityProtocol = said ?? listener?.protocol ?? (hasAuthority ? 'SASL_SSL' : 'SASL_PLAINTEXT')
  const alternatives = new Set<SecurityProtocol>()
  if (listener !== undefined && listener.protocol !== securityProtocol) alternatives.add(listener.protocol)
  if (explicit !== null && fromTls !== null && usesTls(explicit) !== tls) alternatives.add(fromTls)
  alternatives.delete(securityProtocol)
  if (alternatives.size > 0 && !fields.failed)
    fields.issue('protocol_unclear', { line, field: 'endpoints', other })
  return {
    securityProtocol,
    alternativeProtocols: [...alternatives],
    saslMechanism: securityProtocol.startsWith('SASL')
      ? readMechanism(fields, listener?.oauth === true)
      : null,
  }
}

export function usesTls(protocol: SecurityProtocol): boolean {
  return protocol.endsWith('SSL')
}

function readExplicit(fields: ProductFields): SecurityProtocol | null {
  const field = fields.get('security-protocol')
  if (field === null) return null
  const answer = SecurityProtocolSchema.safeParse(field.text.trim().toUpperCase().replace(/[- ]/g, '_'))
  if (answer.success) return answer.data
  fields.issue('value_not_understood', { line: field.line, field: 'security-protocol' })
  return null
}

function readTls(fields: ProductFields): boolean | null {
  const field = fields.get('tls')
  if (field === null) return null
  const text = field.text.trim().toLowerCase()
  if (['enabled', 'true', 'yes', 'on', '1'].includes(text)) return true
  if (['disabled', 'false', 'no', 'off', '0'].includes(text)) return false
  fields.issue('value_not_understood', { line: field.line, field: 'tls' })
  return null
}

function readMechanism(fields: ProductFields, oauth: boolean): SaslMechanism {
  const field = fields.get('sasl-mechanism')
  if (field === null) return oauth ? 'OAUTHBEARER' : 'SCRAM-SHA-512'
  const answer = SaslMechanismSchema.safeParse(field.text.trim().toUpperCase().replace(/_/g, '-'))
  if (answer.success) return answer.data
  fields.issue('value_not_understood', { line: field.line, field: 'sasl-mechanism' })
  return 'SCRAM-SHA-512'
}
