import 'server-only'
import { z } from 'zod'
import { openSecret, Secret } from '#lib/shared/secret.ts'
import { integrityError } from './keyring.ts'

/**
 * A profile's webhooks are sealed as versions below zero of the profile, which no credential has: rotation of master
 * keys, their check and the shredding of profiles take them along, and a seal opens in no other place.
 */
export const FIRST_WEBHOOK_SLOT = -1

/** SealedWebhook is where messages go and what they are signed with: where a secret goes is sealed with it. */
export interface SealedWebhook {
  readonly url: string
  readonly key: Secret
}

const FormSchema = z.object({
  form: z.literal(1),
  kind: z.literal('webhook'),
  url: z.string(),
  key: z.string(),
})

/** encodeWebhook puts a webhook into bytes for the seal. */
export function encodeWebhook({ url, key }: SealedWebhook): Buffer {
  const form: z.infer<typeof FormSchema> = {
    form: 1,
    kind: 'webhook',
    url,
    key: openSecret(key),
  }
  return Buffer.from(JSON.stringify(form), 'utf8')
}

/** decodeWebhook is the way back. Throws AppError `vault_integrity` for bytes of another form. */
export function decodeWebhook(bytes: Buffer): SealedWebhook {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw integrityError()
  }
  const parsed = FormSchema.safeParse(value)
  if (!parsed.success) throw integrityError()
  return { url: parsed.data.url, key: new Secret(parsed.data.key) }
}
