import { z } from 'zod'

const MAX_URL = 2000

/** Of 16 bytes or more in base64: of anything else the reader of base64 leaves little, or nothing, to sign with. */
const WHOLE_KEY = /^whsec_[\w+/-]{22,}={0,2}$/

/**
 * WebhookSecretSchema is what calls are signed with; a text that begins with `whsec_` is base64. A key that can be
 * guessed signs nothing; longer than HMAC-SHA256's block gains nothing.
 */
export const WebhookSecretSchema = z
  .string()
  .min(16, 'A signing secret has at least 16 characters.')
  .max(256, 'A signing secret has at most 256 characters.')
  .refine(
    (secret) => !secret.startsWith('whsec_') || WHOLE_KEY.test(secret),
    'After whsec_ stand 16 bytes or more in base64.',
  )

/** WebhookUrlSchema is where something is posted to, without a name and password in it: a signature proves who calls. */
export const WebhookUrlSchema = z
  .url({ protocol: /^https?$/, error: 'Write it as https://host/path.' })
  .max(MAX_URL)
  .refine((text) => {
    const url = URL.parse(text)
    return url !== null && url.username === '' && url.password === ''
  }, 'Leave user and password out of the address: a signature proves who calls.')
