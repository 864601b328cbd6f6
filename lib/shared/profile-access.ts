import { z } from 'zod'
import { GrantSchema, ProfileRightSchema } from './grant.ts'
import { RoleSchema } from './team.ts'

export const GrantPageSchema = z.object({ items: z.array(GrantSchema), next: z.string().nullable() })

/** MemberAccessSchema: one member of the team and what all rules together let him do with the profile. */
export const MemberAccessSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: RoleSchema,
  rights: z.array(ProfileRightSchema),
})
export type MemberAccess = z.infer<typeof MemberAccessSchema>
export const MemberAccessPageSchema = z.object({
  items: z.array(MemberAccessSchema),
  next: z.string().nullable(),
})

/** ProfileUseSchema: that somebody used a profile or saw its secret; what was read or written is not in it. */
export const ProfileUseSchema = z.object({
  sequence: z.number().int(),
  at: z.iso.datetime(),
  actor: z.string().nullable(),
  kind: z.enum(['used', 'saw', 'shared']),
  action: z.string(),
  /** Topic, right, field or reason, as far as the event says. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type ProfileUse = z.infer<typeof ProfileUseSchema>
export const ProfileUsePageSchema = z.object({
  items: z.array(ProfileUseSchema),
  next: z.string().nullable(),
})
