import { createHmac, randomBytes } from 'node:crypto'
import { openSecret, type Secret } from '#lib/shared/secret.ts'

/** As the libraries of standardwebhooks.com know it: the prefix says that base64 follows. */
const PREFIX = 'whsec_'
const SECRET_BYTES = 32

export interface WebhookContent {
  /** Stays the same when the call is repeated: the receiver may drop what it has seen. */
  readonly id: string
  /** Seconds since 1970: the receiver refuses what is too old, so that nobody can play it again. */
  readonly timestamp: number
  readonly body: string | Uint8Array
}

/**
 * signWebhook gives the headers that prove who calls, as standardwebhooks.com has them: HMAC-SHA256 over
 * `id.timestamp.body`. A secret that begins with `whsec_` is base64; any other is taken as UTF-8.
 */
export function signWebhook(
  { id, timestamp, body }: WebhookContent,
  secret: Secret,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const text = openSecret(secret)
  const key = text.startsWith(PREFIX)
    ? Buffer.from(text.slice(PREFIX.length), 'base64')
    : Buffer.from(text, 'utf8')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  }
}

/** newWebhookSecret makes a secret of 256 random bits, in the form that receivers' libraries take. */
export function newWebhookSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`
}
