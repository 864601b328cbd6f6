import { z } from 'zod'
import { IdSchema } from './ids.ts'
import { WebhookSecretSchema } from './webhook.ts'

/** JobNotifySchema says who is told of a job's end, and when: at any end, or unless it succeeded. */
export const JobNotifySchema = z.strictObject({
  on: z.enum(['always', 'failure']),
  /** A mail to who started it. */
  email: z.boolean().default(false),
  /** One of the profile's webhooks. */
  webhook: IdSchema.nullable().default(null),
})
export type JobNotify = z.infer<typeof JobNotifySchema>

/**
 * JobWebhookSchema is a place that is told of the ends of a profile's jobs, or gets the records that one consumes; its
 * path and its key are sealed.
 */
export const JobWebhookSchema = z.object({
  id: IdSchema,
  name: z.string(),
  /** Scheme, host and port: the rest may hold a token. */
  origin: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
})
export type JobWebhook = z.infer<typeof JobWebhookSchema>

export const JobWebhookPageSchema = z.object({ items: z.array(JobWebhookSchema), next: z.null() })

/** JobNoticeSchema is a word about a job's end: whether it was sent, and if not, why, and when it is tried again. */
export const JobNoticeSchema = z.object({
  id: IdSchema,
  channel: z.enum(['email', 'webhook']),
  /** The webhook's name, or null when it is gone; for a mail, null. */
  name: z.string().nullable(),
  attempts: z.number().int(),
  sentAt: z.iso.datetime().nullable(),
  nextAt: z.iso.datetime().nullable(),
  problem: z.string().nullable(),
})
export type JobNotice = z.infer<typeof JobNoticeSchema>

export const JobNoticePageSchema = z.object({ items: z.array(JobNoticeSchema), next: z.null() })

export const CreateJobWebhookSchema = z.strictObject({
  name: z.string().trim().min(1, 'Give it a name.').max(80),
  url: z.string().trim().min(1, 'Give the address.').max(2000),
  secret: WebhookSecretSchema,
})
export type CreateJobWebhook = z.infer<typeof CreateJobWebhookSchema>
