import type { OtherFacts } from '#lib/shared/credential.ts'
import type { Secret } from '#lib/shared/secret.ts'

/** OtherCredential is any product of data-integrator but Kafka: kept and shown as a profile. */
export interface OtherCredential {
  readonly facts: OtherFacts
  readonly certificateAuthorityPems: readonly string[]
  readonly secrets: Readonly<Record<string, Secret>>
}
