import { z } from 'zod'
import { VerdictSchema } from './check.ts'
import { CredentialFactsSchema, ProductSchema } from './credential.ts'
import { ProfileRightSchema } from './grant.ts'
import { IdSchema } from './ids.ts'

/** A name long enough for "orders, production, eu-west" and short enough for a table's column. */
export const MAX_PROFILE_NAME = 80
export const MAX_LABELS = 10
/** R1 of the paste: a real one is under 1 KiB, 25 KiB with a chain of ten certificates. */
export const MAX_PASTE_BYTES = 64 * 1024
/** A client certificate with its chain, or its key, in PEM. */
export const MAX_PEM_BYTES = 64 * 1024

export const ProfileNameSchema = z
  .string()
  .trim()
  .min(1, 'Give the profile a name.')
  .max(MAX_PROFILE_NAME, `A name has at most ${MAX_PROFILE_NAME} characters.`)

export const LabelsSchema = z
  .array(z.string().trim().min(1).max(40, 'A label has at most 40 characters.'))
  .max(MAX_LABELS, `At most ${MAX_LABELS} labels.`)

export const LastCheckSchema = z.object({
  at: z.iso.datetime(),
  verdict: VerdictSchema.omit({ type: true }),
})
export type LastCheck = z.infer<typeof LastCheckSchema>

/** ProfileFaceSchema is a profile's public face: everything but secrets. */
export const ProfileFaceSchema = z.object({
  id: IdSchema,
  name: z.string(),
  labels: z.array(z.string()),
  product: ProductSchema,
  version: z.number().int(),
  facts: CredentialFactsSchema,
  hasClientCertificate: z.boolean(),
  verifyHostname: z.boolean(),
  lastCheck: LastCheckSchema.nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  lastUsedBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  updatedAt: z.iso.datetime(),
})
export type ProfileFace = z.infer<typeof ProfileFaceSchema>

/** ProfileSchema is the face as one member gets it: with what he may do with the profile, for buttons to ask. */
export const ProfileSchema = ProfileFaceSchema.extend({ rights: z.array(ProfileRightSchema) })
export type Profile = z.infer<typeof ProfileSchema>

export const ProfilePageSchema = z.object({ items: z.array(ProfileSchema), next: z.string().nullable() })
export type ProfilePage = z.infer<typeof ProfilePageSchema>

export const CreateProfileSchema = z.strictObject({
  text: z.string(),
  product: ProductSchema.optional(),
  unit: z.string().max(200).optional(),
  name: ProfileNameSchema.optional(),
  labels: LabelsSchema.optional(),
  /** A concrete topic where the paste grants a prefix (`abc*`) or names none. */
  topic: z.string().max(249).optional(),
  /** One of the facts' securityProtocol and alternativeProtocols; the check may have found the other one right. */
  securityProtocol: z.enum(['SASL_PLAINTEXT', 'SASL_SSL', 'SSL', 'PLAINTEXT']).optional(),
  /** The authority's certificates (PEM), where the paste has TLS on but holds none; refused beside one that does. */
  certificateAuthority: z.string().max(MAX_PEM_BYTES).optional(),
  clientCertificate: z.string().max(MAX_PEM_BYTES).optional(),
  clientKey: z.string().max(MAX_PEM_BYTES).optional(),
  /** Lets the whole team use the profile, each within his role; false keeps it to its creator and the team's heads. */
  shareWithTeam: z.boolean().default(true),
  /** False verifies who signed the brokers' certificates, but not for which names; true unless said. */
  verifyHostname: z.boolean().optional(),
})
/** CreateProfile is what goes in: what has a default may be left out. */
export type CreateProfile = z.input<typeof CreateProfileSchema>

export const UpdateProfileSchema = z.strictObject({
  name: ProfileNameSchema.optional(),
  labels: LabelsSchema.optional(),
  /** As at the creation; kept in the seal, so that nobody who writes to the database can turn it off. */
  verifyHostname: z.boolean().optional(),
})
export type UpdateProfile = z.infer<typeof UpdateProfileSchema>
