import 'server-only'
import { timingSafeEqual } from 'node:crypto'
import { type Credential, isKafkaCredential } from '#lib/credentials/credential.ts'
import { openSecret, type Secret } from '#lib/shared/secret.ts'

/** The private key of an uploaded client certificate; every other name is the paste's own. */
const CLIENT_KEY_FIELD = 'client-key'

/** secretNames lists the fields of a credential that hold a secret, as a person asks for them. */
export function secretNames(credential: Credential): string[] {
  return Object.keys(secretsOf(credential))
}

/**
 * revealSecret gives the text of one secret field, or null when the credential has no such field. The one place
 * where a secret leaves the server: call it for an answer whose audit row is stored already, never for anything else.
 */
export function revealSecret(credential: Credential, field: string): string | null {
  const secrets = secretsOf(credential)
  const secret = Object.hasOwn(secrets, field) ? secrets[field] : undefined
  return secret === undefined ? null : openSecret(secret)
}

/** sameSecrets tells whether two credentials hold the same secrets under the same names, in constant time for each. */
export function sameSecrets(a: Credential, b: Credential): boolean {
  const [first, second] = [secretsOf(a), secretsOf(b)]
  const names = Object.keys(first)
  if (names.length !== Object.keys(second).length) return false
  return names.every((name) => {
    const [one, other] = [first[name], second[name]]
    return one !== undefined && other !== undefined && sameText(openSecret(one), openSecret(other))
  })
}

function secretsOf(credential: Credential): Record<string, Secret> {
  if (!isKafkaCredential(credential)) return { ...credential.secrets }
  const { facts, password, clientKeyPem, otherSecrets } = credential
  // `password`, or `entity-password`: the one name of the facts that is none of the others.
  const passwordName = facts.secrets.find((name) => !Object.hasOwn(otherSecrets, name)) ?? 'password'
  return {
    ...otherSecrets,
    ...(password && { [passwordName]: password }),
    ...(clientKeyPem && { [CLIENT_KEY_FIELD]: clientKeyPem }),
  }
}

function sameText(a: string, b: string): boolean {
  const [first, second] = [Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')]
  return first.length === second.length && timingSafeEqual(first, second)
}
