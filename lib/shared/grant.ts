import { z } from 'zod'
import type { CredentialFacts } from './credential.ts'
import { IdSchema } from './ids.ts'
import type { Role } from './team.ts'

/** ProfileRightSchema: what somebody may do with one profile. Each of the others brings `see` with it. */
export const ProfileRightSchema = z.enum(['see', 'use', 'reveal', 'edit', 'share'])
export type ProfileRight = z.infer<typeof ProfileRightSchema>
export const profileRights = ProfileRightSchema.options

export const GrantEffectSchema = z.enum(['allow', 'deny'])
export type GrantEffect = z.infer<typeof GrantEffectSchema>

/** More than this many entries on one profile is a role that nobody has named. */
export const MAX_GRANTS_PER_PROFILE = 500
/** A grant that ends later than this was not meant to end. */
export const MAX_GRANT_DAYS = 366

/** GrantSchema: one right on one profile, allowed or denied to a person or, with `person` null, to the whole team. */
export const GrantSchema = z.object({
  id: IdSchema,
  person: z.object({ id: z.string(), name: z.string(), email: z.string() }).nullable(),
  right: ProfileRightSchema,
  effect: GrantEffectSchema,
  expiresAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
})
export type Grant = z.infer<typeof GrantSchema>

export const AddGrantSchema = z.strictObject({
  /** The member's user id; null grants to everybody in the team. */
  person: z.string().min(1).max(64).nullable(),
  right: ProfileRightSchema,
  effect: GrantEffectSchema.default('allow'),
  expiresAt: z.iso.datetime('Write the time as 2026-01-31T00:00:00Z.').nullable().default(null),
})
export type AddGrant = z.infer<typeof AddGrantSchema>
/** NewGrant is what goes in: what has a default may be left out. */
export type NewGrant = z.input<typeof AddGrantSchema>

/** AppliedGrant is what a decision needs of a grant that is the asking member's own or the team's. */
export interface AppliedGrant {
  readonly right: ProfileRight
  readonly effect: GrantEffect
  /** ISO time; null never ends. */
  readonly expiresAt: string | null
}

export interface ProfileQuestion {
  readonly role: Role
  /** Those to the member and to the team; others' grants must be left out. */
  readonly grants: readonly AppliedGrant[]
  readonly createdByMe: boolean
  /** The credential has the role `admin` on its cluster (isAdminCredential). */
  readonly adminCredential: boolean
  /** Milliseconds since 1970. */
  readonly now: number
}

export type DecisionReason =
  | 'role'
  | 'creator'
  | 'grant'
  | 'denied'
  | 'beyond-role'
  | 'not-granted'
  | 'admin-credential'

export interface Decision {
  readonly allowed: boolean
  readonly reason: DecisionReason
}

/** What a role can ever do with a profile; no grant raises it. */
const ceiling: Readonly<Record<Role, readonly ProfileRight[]>> = {
  owner: profileRights,
  admin: profileRights,
  editor: profileRights,
  operator: ['see', 'use'],
  viewer: ['see'],
}

/** What owners and admins hold of every profile without a grant. Nobody reads a secret by role alone. */
const headRights: readonly ProfileRight[] = ['see', 'use', 'edit', 'share']

/**
 * decideProfile answers whether a member may do `right` with a profile, and why. In this order: the role's ceiling; a
 * live denial wins over everything (except that an owner always sees and shares, else a profile could be locked away
 * from the whole team); heads hold all but `reveal`; a creator holds all; then grants. An editor uses and edits what
 * he was given in any way, unless the credential is an administrator's: that takes a grant of the very right.
 */
export function decideProfile(question: ProfileQuestion, right: ProfileRight): Decision {
  const { role } = question
  if (!ceiling[role].includes(right)) return no('beyond-role')
  if (isDenied(question, right)) return no('denied')
  if (isHead(role) && headRights.includes(right)) return yes('role')
  if (role === 'operator' && question.adminCredential && right !== 'see') return no('admin-credential')
  if (question.createdByMe && role !== 'operator' && role !== 'viewer') return yes('creator')
  if (isGranted(question, right)) return yes('grant')
  const impliesEditorWork = role === 'editor' && (right === 'use' || right === 'edit')
  if (!impliesEditorWork || !isGranted(question, 'see')) return no('not-granted')
  return question.adminCredential ? no('admin-credential') : yes('role')
}

/** heldRights lists every right that decideProfile allows: what a profile's public face says for buttons to ask. */
export function heldRights(question: ProfileQuestion): ProfileRight[] {
  return profileRights.filter((right) => decideProfile(question, right).allowed)
}

/** isAdminCredential tells whether a credential's user administers its cluster. */
export function isAdminCredential(facts: CredentialFacts): boolean {
  return facts.product === 'kafka' && (facts.roles?.includes('admin') ?? false)
}

/** isLiveGrant: an expired grant counts for nothing from its very millisecond on. */
function isLiveGrant({ expiresAt }: AppliedGrant, now: number): boolean {
  return expiresAt === null || Date.parse(expiresAt) > now
}

function isDenied({ role, grants, now }: ProfileQuestion, right: ProfileRight): boolean {
  const binds = (denied: ProfileRight): boolean =>
    !(role === 'owner' && (denied === 'see' || denied === 'share')) &&
    grants.some((grant) => grant.effect === 'deny' && grant.right === denied && isLiveGrant(grant, now))
  // Who must not see a profile can do nothing with it either.
  return binds('see') || binds(right)
}

function isGranted({ grants, now }: ProfileQuestion, right: ProfileRight): boolean {
  return grants.some(
    (grant) =>
      grant.effect === 'allow' && isLiveGrant(grant, now) && (grant.right === right || right === 'see'),
  )
}

function isHead(role: Role): boolean {
  return role === 'owner' || role === 'admin'
}

function yes(reason: DecisionReason): Decision {
  return { allowed: true, reason }
}

function no(reason: DecisionReason): Decision {
  return { allowed: false, reason }
}
