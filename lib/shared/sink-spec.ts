import { z } from 'zod'
import { IdSchema } from './ids.ts'

/** A receiver takes a call of this size in its stride; more records a call would gain little. */
export const MAX_WEBHOOK_RECORDS = 10_000
export const MAX_WEBHOOK_BYTES = 10 * 1024 * 1024
const MIN_WEBHOOK_BYTES = 1024

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
  /** One of the profile's webhooks, by its id: address and key are sealed there, and stand in no specification. */
  webhook: z.string('Name one of the profile’s webhooks by its id; none is written out here.').pipe(IdSchema),
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
