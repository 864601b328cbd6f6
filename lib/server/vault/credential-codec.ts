import 'server-only'
import { z } from 'zod'
import { type Credential, isKafkaCredential } from '#lib/credentials/credential.ts'
import { KafkaFactsSchema, OtherFactsSchema } from '#lib/shared/credential.ts'
import { openSecret, Secret } from '#lib/shared/secret.ts'
import { integrityError } from './keyring.ts'

/** Form 1 of what lies inside a seal. A later form gets another number and is told apart by it. */
const SealedKafkaSchema = z.object({
  form: z.literal(1),
  kind: z.literal('kafka'),
  facts: KafkaFactsSchema,
  password: z.string().nullable(),
  certificateAuthorityPems: z.array(z.string()),
  clientCertificatePem: z.string().nullable(),
  clientKeyPem: z.string().nullable(),
  verifyHostname: z.boolean(),
  otherSecrets: z.record(z.string(), z.string()),
})
const SealedOtherSchema = z.object({
  form: z.literal(1),
  kind: z.literal('other'),
  facts: OtherFactsSchema,
  certificateAuthorityPems: z.array(z.string()),
  secrets: z.record(z.string(), z.string()),
})
const SealedSchema = z.discriminatedUnion('kind', [SealedKafkaSchema, SealedOtherSchema])
type Sealed = z.infer<typeof SealedSchema>

/**
 * encodeCredential puts a whole credential, servers and certificates with the secrets, into bytes for the seal: what
 * is connected to is thereby as safe from a writer to the database as the password is.
 */
export function encodeCredential(credential: Credential): Buffer {
  return Buffer.from(JSON.stringify(toSealed(credential)), 'utf8')
}

/** decodeCredential is the way back. Throws AppError `vault_integrity` for bytes of another form. */
export function decodeCredential(bytes: Buffer): Credential {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw integrityError()
  }
  const parsed = SealedSchema.safeParse(value)
  if (!parsed.success) throw integrityError()
  return fromSealed(parsed.data)
}

function toSealed(credential: Credential): Sealed {
  const certificateAuthorityPems = [...credential.certificateAuthorityPems]
  if (!isKafkaCredential(credential)) {
    const { facts, secrets } = credential
    return { form: 1, kind: 'other', facts, certificateAuthorityPems, secrets: openAll(secrets) }
  }
  return {
    form: 1,
    kind: 'kafka',
    facts: credential.facts,
    password: credential.password && openSecret(credential.password),
    certificateAuthorityPems,
    clientCertificatePem: credential.clientCertificatePem,
    clientKeyPem: credential.clientKeyPem && openSecret(credential.clientKeyPem),
    verifyHostname: credential.verifyHostname,
    otherSecrets: openAll(credential.otherSecrets),
  }
}

function fromSealed(sealed: Sealed): Credential {
  const { certificateAuthorityPems } = sealed
  if (sealed.kind === 'other') {
    return { facts: sealed.facts, certificateAuthorityPems, secrets: hideAll(sealed.secrets) }
  }
  return {
    facts: sealed.facts,
    password: hide(sealed.password),
    certificateAuthorityPems,
    clientCertificatePem: sealed.clientCertificatePem,
    clientKeyPem: hide(sealed.clientKeyPem),
    verifyHostname: sealed.verifyHostname,
    otherSecrets: hideAll(sealed.otherSecrets),
  }
}

function hide(text: string | null): Secret | null {
  return text === null ? null : new Secret(text)
}

function openAll(secrets: Readonly<Record<string, Secret>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, openSecret(secret)]))
}

function hideAll(secrets: Readonly<Record<string, string>>): Record<string, Secret> {
  return Object.fromEntries(Object.entries(secrets).map(([name, text]) => [name, new Secret(text)]))
}
