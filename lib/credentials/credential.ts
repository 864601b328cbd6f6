import type { ParseIssue } from '#lib/shared/credential.ts'
import type { KafkaCredential } from './kafka-credential.ts'
import type { OtherCredential } from './other-credential.ts'

/** Credential is one product's parsed facts and secrets. `facts.product` tells which; `isKafkaCredential` narrows it. */
export type Credential = KafkaCredential | OtherCredential

export function isKafkaCredential(credential: Credential): credential is KafkaCredential {
  return credential.facts.product === 'kafka'
}

/** ParsedPaste is all that a paste held: whole credentials only, every issue, and the units they came from. */
export interface ParsedPaste {
  readonly credentials: readonly Credential[]
  readonly issues: readonly ParseIssue[]
  readonly units: readonly string[]
}
