import type { CredentialFacts } from '#lib/shared/credential.ts'

/** credentialKey tells the credentials of one paste apart. */
export function credentialKey(facts: CredentialFacts): string {
  return `${facts.product} ${facts.unit ?? ''}`
}
