import { z } from 'zod'
import { CredentialFactsSchema } from './credential.ts'
import { CreateProfileSchema, LastCheckSchema } from './profile.ts'

/** So many versions of a profile are listed; a rotation a month makes this most of a year. */
export const MAX_VERSIONS = 10

/**
 * VersionStateSchema: `pending` waits to be promoted, `current` is what is connected with, `previous` is what a
 * rollback goes back to. `retired` was in service once and `shredded` never was or was destroyed by hand: of both only
 * the face is left, the sealed data is gone. A profile has at most one pending, one current and one previous.
 */
export const VersionStateSchema = z.enum(['pending', 'current', 'previous', 'retired', 'shredded'])
export type VersionState = z.infer<typeof VersionStateSchema>

/** ProfileVersionSchema is the public face of one version: what it says about itself, without a secret. */
export const ProfileVersionSchema = z.object({
  version: z.number().int(),
  state: VersionStateSchema,
  facts: CredentialFactsSchema,
  hasClientCertificate: z.boolean(),
  verifyHostname: z.boolean(),
  lastCheck: LastCheckSchema.nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  /** When and by whom the state last changed. */
  changedAt: z.iso.datetime(),
  changedBy: z.string(),
})
export type ProfileVersion = z.infer<typeof ProfileVersionSchema>

export const ProfileVersionPageSchema = z.object({
  items: z.array(ProfileVersionSchema),
  next: z.string().nullable(),
})
export type ProfileVersionPage = z.infer<typeof ProfileVersionPageSchema>

/** What a new version is made of: a whole paste again, with what a person adds to it. */
export const AddVersionSchema = CreateProfileSchema.omit({
  name: true,
  labels: true,
  shareWithTeam: true,
}).extend({
  /** `pending` waits for a check and a click; `current` is in service at once. */
  state: z.enum(['pending', 'current']).default('pending'),
})
export type AddVersion = z.input<typeof AddVersionSchema>

export const VersionNumberSchema = z.coerce.number().int().min(1).max(1_000_000)
