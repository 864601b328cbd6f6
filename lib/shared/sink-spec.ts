import { z } from 'zod'
import { IdSchema } from './ids.ts'

/** A receiver takes a call of this size in its stride; more records a call would gain little. */
export const MAX_WEBHOOK_RECORDS = 10_000
export const MAX_WEBHOOK_BYTES = 10 * 1024 * 1024
const MIN_WEBHOOK_BYTES = 1024
const MAX_URL = 2000

/** Of 16 bytes or more in base64: of anything else the reader of base64 leaves little, or nothing, to sign with. */
const WHOLE_KEY = /^whsec_[\w+/-]{22,}={0,2}$/

/** isWholeKey tells whether a secret that says it is base64 (`whsec_…`) is; any other is taken as it stands. */
export const isWholeKey = (secret: string): boolean => !secret.startsWith('whsec_') || WHOLE_KEY.test(secret)
export const NO_WHOLE_KEY = 'After whsec_ stand 16 bytes or more in base64.'

/** A key that can be guessed signs nothing; longer than HMAC-SHA256's block gains nothing. */
export const SinkSecretSchema = z
  .string()
  .min(16, 'A signing secret has at least 16 characters.')
  .max(256, 'A signing secret has at most 256 characters.')
  .refine(isWholeKey, NO_WHOLE_KEY)

/** WebhookUrlSchema is where batches are posted to. Names and passwords have no place in it: it is shown to the team. */
export const WebhookUrlSchema = z
  .url({ protocol: /^https?$/, error: 'Write it as https://host/path.' })
  .max(MAX_URL)
  .refine((text) => {
    const url = URL.parse(text)
    return url !== null && url.username === '' && url.password === ''
  }, 'Leave user and password out of the address: a signature proves who calls.')

/**
 * MongoSinkSchema writes into a MongoDB as the charms' test application does: the database is named after the topic,
 * the collection is `consumer` for what was consumed and `producer` for what was produced.
 */
export const MongoSinkSchema = z.strictObject({
  type: z.literal('mongodb'),
  /** A profile of the team, of MongoDB. */
  profile: IdSchema,
})

export const WebhookSinkSchema = z.strictObject({
  type: z.literal('webhook'),
  url: WebhookUrlSchema,
  format: z.enum(['json', 'ndjson']).default('json'),
  maxRecords: z.number().int().min(1).max(MAX_WEBHOOK_RECORDS).default(500),
  maxBytes: z
    .number()
    .int()
    .min(MIN_WEBHOOK_BYTES)
    .max(MAX_WEBHOOK_BYTES)
    .default(1024 * 1024),
})
export type WebhookSink = z.infer<typeof WebhookSinkSchema>

/** SinkSpecSchema is where consumed records go besides being counted. */
export const SinkSpecSchema = z.discriminatedUnion('type', [MongoSinkSchema, WebhookSinkSchema])
export type SinkSpec = z.infer<typeof SinkSpecSchema>
