import 'server-only'
import { z } from 'zod'
import { openSecret, Secret } from '#lib/shared/secret.ts'
import { integrityError } from './keyring.ts'

/**
 * A profile's registry is sealed as version 0 of the profile, which no credential has: rotation of master keys, their
 * check and the shredding of profiles take it along, and the seal opens in no other place.
 */
export const REGISTRY_VERSION = 0

/** SealedRegistry is a registry with its address and its secrets: where a secret goes is sealed with it. */
export interface SealedRegistry {
  readonly url: string
  readonly username: string | null
  readonly password: Secret | null
  readonly token: Secret | null
  readonly authorityPem: string | null
}

const FormSchema = z.object({
  form: z.literal(1),
  kind: z.literal('registry'),
  url: z.string(),
  username: z.string().nullable(),
  password: z.string().nullable(),
  token: z.string().nullable(),
  authorityPem: z.string().nullable(),
})

/** encodeRegistry puts a registry into bytes for the seal. */
export function encodeRegistry({ password, token, ...open }: SealedRegistry): Buffer {
  const form: z.infer<typeof FormSchema> = {
    form: 1,
    kind: 'registry',
    ...open,
    password: password && openSecret(password),
    token: token && openSecret(token),
  }
  return Buffer.from(JSON.stringify(form), 'utf8')
}

/** decodeRegistry is the way back. Throws AppError `vault_integrity` for bytes of another form. */
export function decodeRegistry(bytes: Buffer): SealedRegistry {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw integrityError()
  }
  const parsed = FormSchema.safeParse(value)
  if (!parsed.success) throw integrityError()
  const { url, username, password, token, authorityPem } = parsed.data
  return {
    url,
    username,
    password: password === null ? null : new Secret(password),
    token: token === null ? null : new Secret(token),
    authorityPem,
  }
}
