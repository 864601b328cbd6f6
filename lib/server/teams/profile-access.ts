import 'server-only'
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { clock } from '#lib/server/base/clock.ts'
import type { Database } from '#lib/server/db/database.ts'
import {
  type AppliedGrant,
  GrantEffectSchema,
  heldRights,
  type ProfileQuestion,
  type ProfileRight,
  ProfileRightSchema,
} from '#lib/shared/grant.ts'
import type { Role } from '#lib/shared/team.ts'

/** Asking is a member as far as decisions about profiles need one; a Member is one. */
export interface Asking {
  readonly userId: string
  readonly teamId: string
  readonly role: Role
}

const FactsSchema = z.object({ product: z.string(), roles: z.array(z.string()).nullish() })

interface JudgedProfile {
  readonly id: string
  readonly createdById: string | null
  /** The column: CredentialFacts as JSON. */
  readonly facts: string
}

/**
 * rightsOn gives the rights of a member on each of some profiles of the member's team, by profile id, with one query for
 * all of their grants.
 */
export async function rightsOn(
  db: Kysely<Database>,
  member: Asking,
  profiles: readonly JudgedProfile[],
): Promise<Map<string, ProfileRight[]>> {
  const grants = await appliedGrants(
    db,
    member,
    profiles.map(({ id }) => id),
  )
  const now = clock.now()
  return new Map(
    profiles.map((profile) => [
      profile.id,
      heldRights(questionOf(member, profile, grants.get(profile.id) ?? [], now)),
    ]),
  )
}

/** questionOf puts together what decideProfile asks for, from a profile's row and the grants that apply. */
export function questionOf(
  member: Asking,
  profile: JudgedProfile,
  grants: readonly AppliedGrant[],
  now: number,
): ProfileQuestion {
  const facts = FactsSchema.parse(JSON.parse(profile.facts))
  return {
    role: member.role,
    grants,
    createdByMe: profile.createdById === member.userId,
    adminCredential: facts.product === 'kafka' && (facts.roles?.includes('admin') ?? false),
    now,
  }
}

/** appliedGrants gives, by profile, the grants that are the member's own or the team's. */
async function appliedGrants(
  db: Kysely<Database>,
  member: Asking,
  profileIds: readonly string[],
): Promise<Map<string, AppliedGrant[]>> {
  const found = new Map<string, AppliedGrant[]>()
  if (profileIds.length === 0) return found
  const rows = await db
    .selectFrom('profileGrant')
    .select(['profileId', 'right', 'effect', 'expiresAt'])
    .where('profileId', 'in', profileIds)
    .where('teamId', '=', member.teamId)
    .where((e) => e.or([e('userId', '=', member.userId), e('userId', 'is', null)]))
    .execute()
  for (const { profileId, right, effect, expiresAt } of rows) {
    const grant = {
      right: ProfileRightSchema.parse(right),
      effect: GrantEffectSchema.parse(effect),
      expiresAt,
    }
    const former = found.get(profileId)
    if (former) former.push(grant)
    else found.set(profileId, [grant])
  }
  return found
}

/**
 * visibleTo is the condition of SQL that keeps, of the table `profile`, what decideProfile lets a member see; lists must
 * page over what may be seen and not filter afterwards. A test holds the two together.
 */
export function visibleTo(member: Asking): RawBuilder<SqlBool> {
  if (member.role === 'owner') return sql<SqlBool>`1 = 1`
  const now = new Date(clock.now()).toISOString()
  const applied = sql`select 1 from "profileGrant" where "profileGrant"."profileId" = "profile"."id"
    and ("profileGrant"."userId" = ${member.userId} or "profileGrant"."userId" is null)
    and ("profileGrant"."expiresAt" is null or "profileGrant"."expiresAt" > ${now})`
  const undenied = sql<SqlBool>`not exists
    (${applied} and "profileGrant"."effect" = 'deny' and "profileGrant"."right" = 'see')`
  if (member.role === 'admin') return undenied
  const granted = sql`exists (${applied} and "profileGrant"."effect" = 'allow')`
  const reached =
    member.role === 'editor' ? sql`("profile"."createdById" = ${member.userId} or ${granted})` : granted
  return sql<SqlBool>`(${reached} and ${undenied})`
}

/** jobVisibleTo is the like condition for the table `job`: what findJobRights lets a member see. */
export function jobVisibleTo(member: Asking): RawBuilder<SqlBool> {
  if (member.role === 'owner') return sql<SqlBool>`1 = 1`
  const profile = sql`select 1 from "profile" where "profile"."id" = "job"."profileId"`
  const orphaned = sql`not exists (${profile})`
  const theirs =
    member.role === 'admin' ? orphaned : sql`(${orphaned} and "job"."createdById" = ${member.userId})`
  return sql<SqlBool>`(exists (${profile} and ${visibleTo(member)}) or ${theirs})`
}
