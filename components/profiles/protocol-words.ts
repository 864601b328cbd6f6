import type { SecurityProtocol } from '#lib/shared/credential.ts'

/** protocolWords says what each of Kafka's protocols means for whoever listens on the wire. */
export const protocolWords: Readonly<Record<SecurityProtocol, string>> = {
  PLAINTEXT: 'not encrypted, no user',
  SASL_PLAINTEXT: 'user and password, not encrypted',
  SASL_SSL: 'user and password, encrypted with TLS',
  SSL: 'client certificate, encrypted with TLS',
}
