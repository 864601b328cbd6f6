import type { ParseAnswer } from '#lib/shared/credential.ts'
import type { ParsedPaste } from './credential.ts'

/** maskCredentials gives the public face of a parsed paste: facts and the names of secrets, never a secret. */
export function maskCredentials(parsed: ParsedPaste): ParseAnswer {
  return {
    products: parsed.credentials.map((credential) => credential.facts),
    issues: [...parsed.issues],
    units: [...parsed.units],
  }
}
