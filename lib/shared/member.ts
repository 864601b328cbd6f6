import { z } from 'zod'
import { IdSchema } from './ids.ts'
import { type Role, RoleSchema } from './team.ts'

/** An invitation waits as long as a long weekend. */
export const INVITATION_HOURS = 72

export const TeamNameSchema = z
  .string()
  .trim()
  .min(1, 'Give the team a name.')
  .max(80, 'A name has at most 80 characters.')

export const EmailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email('This is not an e-mail address.').max(254, 'An address has at most 254 characters.'))

/** TeamMemberSchema is a person as the team sees them. */
export const TeamMemberSchema = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: RoleSchema,
  /** `sign-on`: a rule brought them, and moves them with their groups. */
  source: z.enum(['invited', 'sign-on']),
  joinedAt: z.iso.datetime(),
  disabledAt: z.iso.datetime().nullable(),
  lastSeenAt: z.iso.datetime().nullable(),
  /** Whether codes or passkeys guard the account; null for who does not manage members. */
  secondFactor: z.boolean().nullable(),
})
export type TeamMember = z.infer<typeof TeamMemberSchema>
export const TeamMemberPageSchema = z.object({
  items: z.array(TeamMemberSchema),
  next: z.string().nullable(),
})

export const ChangeMemberSchema = z
  .strictObject({ role: RoleSchema.optional(), disabled: z.boolean().optional() })
  .refine((change) => Object.keys(change).length > 0, 'Give a role, or whether the member is disabled.')
export type ChangeMember = z.infer<typeof ChangeMemberSchema>

export const InviteSchema = z.strictObject({ email: EmailSchema, role: RoleSchema })
export type Invite = z.infer<typeof InviteSchema>

export const InvitationSchema = z.object({
  id: IdSchema,
  email: z.string(),
  role: RoleSchema,
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  expiresAt: z.iso.datetime(),
  expired: z.boolean(),
})
export type Invitation = z.infer<typeof InvitationSchema>
export const InvitationPageSchema = z.object({
  items: z.array(InvitationSchema),
  next: z.string().nullable(),
})

/** SentInvitationSchema: `link` is there when it was not sent by e-mail, and is shown this once. */
export const SentInvitationSchema = z.object({
  invitation: InvitationSchema,
  mailed: z.boolean(),
  link: z.string().nullable(),
  /** Why no e-mail went out although a mail server is configured. */
  mailProblem: z.string().nullable(),
})
export type SentInvitation = z.infer<typeof SentInvitationSchema>

/** OfferSchema is what the holder of an invitation's link sees. */
export const OfferSchema = z.object({
  team: z.string(),
  role: RoleSchema,
  email: z.string(),
  invitedBy: z.string(),
  expiresAt: z.iso.datetime(),
  hasAccount: z.boolean(),
  /** The address of who is signed in, or null. */
  signedInAs: z.string().nullable(),
})
export type Offer = z.infer<typeof OfferSchema>

/** A sign-on rule gives no ownership: who owns a team is decided in it, not in a directory. */
export const SignOnRoleSchema = RoleSchema.exclude(['owner'])
export const SignOnRuleSchema = z.strictObject({
  group: z
    .string()
    .trim()
    .min(1, 'Give the name of a group.')
    .max(200, 'A group has at most 200 characters.'),
  role: SignOnRoleSchema,
})
export type SignOnRule = z.infer<typeof SignOnRuleSchema>
export const MAX_SIGN_ON_RULES = 50
/** SignOnSchema: the provider, null when none is configured, and this team's rules. */
export const SignOnSchema = z.object({
  provider: z.object({ name: z.string(), issuer: z.string(), groupsClaim: z.string() }).nullable(),
  rules: z.array(SignOnRuleSchema),
})
export type SignOn = z.infer<typeof SignOnSchema>

/** mayManage says whether a head of a team may change or remove who has `target`'s role: admins never owners. */
export function mayManage(actor: Role, target: Role): boolean {
  return actor === 'owner' || (actor === 'admin' && target !== 'owner')
}

/** grantableRoles lists the roles that somebody may give: never one above the own. */
export function grantableRoles(actor: Role): Role[] {
  return RoleSchema.options.filter(
    (role) => (actor === 'owner' || actor === 'admin') && mayManage(actor, role),
  )
}

/** isLower says whether `next` may do less than `former`; the roles stand in falling order. */
export function isLower(next: Role, former: Role): boolean {
  return RoleSchema.options.indexOf(next) > RoleSchema.options.indexOf(former)
}
