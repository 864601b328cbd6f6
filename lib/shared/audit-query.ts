import { z } from 'zod'
import { AuditEventSchema } from './audit-event.ts'

/** An address, an id or a name as it stands in an event. */
const text = z.string().trim().min(1).max(254)
/** `profile` for every event of that kind, or one action such as `profile.created`. */
const actionFilter = z
  .string()
  .regex(
    /^[a-z-]{1,40}(\.[a-z-]{1,40})?$/,
    'Give an action such as profile.created, or a kind such as profile.',
  )

/** AuditFilterSchema chooses events. `of=people` are those of no team: members' sign-ins and second factors. */
export const AuditFilterSchema = z.strictObject({
  of: z.enum(['team', 'people']).default('team'),
  action: actionFilter.optional(),
  actor: text.optional(),
  subject: text.optional(),
  /** From this time on, ISO 8601 with its zone. */
  from: z.iso.datetime({ offset: true, error: 'Give a time such as 2026-01-31T00:00:00Z.' }).optional(),
  /** Before this time. */
  to: z.iso.datetime({ offset: true, error: 'Give a time such as 2026-01-31T00:00:00Z.' }).optional(),
})
export type AuditFilter = z.output<typeof AuditFilterSchema>

const DEFAULT_PAGE = 50
export const MAX_AUDIT_PAGE = 200

export const AuditQuerySchema = AuditFilterSchema.extend({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_AUDIT_PAGE).default(DEFAULT_PAGE),
})

/** AuditItemSchema is an event as a list shows it: with the present name of what it was done to, where it has one. */
export const AuditItemSchema = AuditEventSchema.extend({
  subjectName: z.string().nullable(),
  /** HMAC over the event before and this one, in hex: to compare with a checkpoint. */
  hash: z.string(),
})
export type AuditItem = z.infer<typeof AuditItemSchema>

/** A page may hold fewer than `limit` items, even none, while `next` is not null: so much was looked through. */
export const AuditPageSchema = z.object({ items: z.array(AuditItemSchema), next: z.string().nullable() })
export type AuditPage = z.infer<typeof AuditPageSchema>

export const AuditExportSchema = AuditFilterSchema.extend({ format: z.enum(['ndjson', 'csv']) })
export type AuditExport = z.output<typeof AuditExportSchema>

export const AuditCheckpointSchema = z.object({
  at: z.iso.datetime(),
  sequence: z.number().int(),
  hash: z.string(),
})
export type AuditCheckpoint = z.infer<typeof AuditCheckpointSchema>

/** AuditVerdictSchema: whether every event is as it was written, and none is missing up to the newest checkpoint. */
export const AuditVerdictSchema = z.object({
  good: z.boolean(),
  /** Events that were found good, from the first on. */
  events: z.number().int(),
  /** The first sequence number that is missing, or whose event or hash is not as it was written. */
  firstBad: z.number().int().nullable(),
  reason: z.enum(['edited_or_missing', 'cut', 'checkpoint_differs']).nullable(),
  /** The newest checkpoint that this server keeps. */
  checkpoint: AuditCheckpointSchema.nullable(),
  at: z.iso.datetime(),
})
export type AuditVerdict = z.infer<typeof AuditVerdictSchema>
