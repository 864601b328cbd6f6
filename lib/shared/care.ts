import { z } from 'zod'
import { IdSchema } from './ids.ts'

/** Days before a certificate's end on which the team is reminded; 0 = it has ended. */
export const REMINDER_DAYS = [30, 14, 7, 1, 0] as const

/**
 * WatchOutcomeSchema is what the last light check found: the login works; the user is gone, or its password is
 * another one; or nothing could be told, since no server answered.
 */
export const WatchOutcomeSchema = z.enum(['works', 'removed', 'unknown'])
export type WatchOutcome = z.infer<typeof WatchOutcomeSchema>

/** CareSchema is how a profile is looked after while nobody looks. */
export const CareSchema = z.object({
  /** The hourly light check: at most one login an hour. Off until somebody switches it on. */
  watch: z.boolean(),
  watchedAt: z.iso.datetime().nullable(),
  /** Which version was logged in with: the previous one while a rotation waits for its end. */
  watchedVersion: z.number().int().nullable(),
  outcome: WatchOutcomeSchema.nullable(),
  /** Why, when it is not `works`. */
  message: z.string().nullable(),
  /** Since when the outcome has been this one. */
  outcomeAt: z.iso.datetime().nullable(),
  /** The day on which somebody has to ask whether this profile is still needed; null = never. */
  reviewOn: z.iso.date().nullable(),
})
export type Care = z.infer<typeof CareSchema>

export const UpdateCareSchema = z.strictObject({
  watch: z.boolean().optional(),
  reviewOn: z.iso.date('A day such as 2027-01-31.').nullable().optional(),
})
export type UpdateCare = z.infer<typeof UpdateCareSchema>

export const ReminderKindSchema = z.enum(['authority', 'client-certificate', 'review', 'removed'])

/** ReminderSchema is one thing that somebody of the team should see to. */
export const ReminderSchema = z.object({
  profile: IdSchema,
  name: z.string(),
  kind: ReminderKindSchema,
  /** Tells one certificate, day or version from another. */
  subject: z.string(),
  /** What of: the certificate's name; empty for others. */
  label: z.string(),
  /** For certificates, the threshold that was reached: 30, 14, 7, 1, or 0 when it has ended. */
  days: z.number().int(),
  /** The certificate's end or the day of the review. */
  dueAt: z.string(),
})
export type Reminder = z.infer<typeof ReminderSchema>

export const ReminderPageSchema = z.object({ items: z.array(ReminderSchema), next: z.string().nullable() })

export const DismissReminderSchema = z.strictObject({
  profile: IdSchema,
  kind: ReminderKindSchema,
  subject: z.string().max(100),
  days: z.number().int(),
})
export type DismissReminder = z.infer<typeof DismissReminderSchema>
