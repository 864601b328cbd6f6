import 'server-only'
import { z } from 'zod'
import type { KafkaCredential } from '#lib/credentials/kafka-credential.ts'
import type { OtherCredential } from '#lib/credentials/other-credential.ts'
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

export type StoredCredential =
  | { readonly kind: 'kafka'; readonly credential: KafkaCredential }
  | { readonly kind: 'other'; readonly credential: OtherCredential }

/**
 * encodeCredential puts a whole credential, servers and certificates with the secrets, into bytes for the seal: what
 * is connected to is thereby as safe from a writer to the database as the password is.
 */
export function encodeCredential(stored: StoredCredential): Buffer {
  return Buffer.from(JSON.stringify(toSealed(stored)), 'utf8')
}

/** decodeCredential is the way back. Throws AppError `vault_integrity` for bytes of another form. */
export function decodeCredential(bytes: Buffer): StoredCredential {
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

function toSealed(stored: StoredCredential): Sealed {
  if (stored.kind === 'other') {
    const { facts, certificateAuthorityPems, secrets } = stored.credential
    return {
      form: 1,
      kind: 'other',
      facts,
      certificateAuthorityPems: [...certificateAuthorityPems],
      secrets: openAll(secrets),
    }
  }
  const kafka = stored.credential
  return {
    form: 1,
    kind: 'kafka',
    facts: kafka.facts,
    password: kafka.password && openSecret(kafka.password),
    certificateAuthorityPems: [...kafka.certificateAuthorityPems],
    clientCertificatePem: kafka.clientCertificatePem,
    clientKeyPem: kafka.clientKeyPem && openSecret(kafka.clientKeyPem),
    verifyHostname: kafka.verifyHostname,
    otherSecrets: openAll(kafka.otherSecrets),
  }
}

function fromSealed(sealed: Sealed): StoredCredential {
  if (sealed.kind === 'other') {
    const { facts, certificateAuthorityPems, secrets } = sealed
    return { kind: 'other', credential: { facts, certificateAuthorityPems, secrets: hideAll(secrets) } }
  }
  return {
    kind: 'kafka',
    credential: {
      facts: sealed.facts,
      password: hide(sealed.password),
      certificateAuthorityPems: sealed.certificateAuthorityPems,
      clientCertificatePem: sealed.clientCertificatePem,
      clientKeyPem: hide(sealed.clientKeyPem),
      verifyHostname: sealed.verifyHostname,
      otherSecrets: hideAll(sealed.otherSecrets),
    },
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
