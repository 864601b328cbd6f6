import { z } from 'zod'

export const AuditActionSchema = z.enum([
  'setup.completed',
  'session.signed-in',
  'session.sign-in-failed',
  'session.signed-out',
  'profile.created',
  'profile.updated',
  'profile.deleted',
  'profile.checked',
  'records.read',
  'records.produced',
  'job.started',
  'job.cancelled',
  'job.ended',
  'egress.blocked',
  'authorisation.denied',
  'vault.integrity-failed',
])
export type AuditAction = z.infer<typeof AuditActionSchema>

/** AuditEventSchema: who did what to which object, with counts and names, never with contents or secrets. */
export const AuditEventSchema = z.object({
  sequence: z.number().int(),
  at: z.iso.datetime(),
  teamId: z.string().nullable(),
  actor: z.string().nullable(),
  action: AuditActionSchema,
  subject: z.string().nullable(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type AuditEvent = z.infer<typeof AuditEventSchema>
