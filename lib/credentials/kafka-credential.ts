import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Secret } from '#lib/shared/secret.ts'

/** KafkaCredential is all that a paste gave for Kafka: its public facts, the CA's PEM, and the secrets. */
export interface KafkaCredential {
  readonly facts: KafkaFacts
  readonly password: Secret | null
  /** PEM texts, one certificate each; public, but long, so they stay out of the facts. */
  readonly certificateAuthorityPems: readonly string[]
  readonly clientCertificatePem: string | null
  readonly clientKeyPem: Secret | null
  /** False only when a person accepted, for this profile, that the CA is verified but the host name is not. */
  readonly verifyHostname: boolean
  /** Secret fields that are kept but not needed to connect, by the paste's own names. */
  readonly otherSecrets: Readonly<Record<string, Secret>>
}
