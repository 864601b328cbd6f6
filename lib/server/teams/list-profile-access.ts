import 'server-only'
import { z } from 'zod'
import { clock } from '#lib/server/base/clock.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { GrantEffectSchema, heldRights, ProfileRightSchema } from '#lib/shared/grant.ts'
import type { MemberAccess, ProfileUse } from '#lib/shared/profile-access.ts'
import { RoleSchema } from '#lib/shared/team.ts'
import { questionOf } from './profile-access.ts'

interface Page<T> {
  items: T[]
  next: string | null
}

interface PlaceOfProfile {
  readonly teamId: string
  readonly profileId: string
  readonly limit: number
}

/** listProfileAccess gives every member of the team by name, with all rights on the profile; `after` is a user's id. */
export async function listProfileAccess({
  teamId,
  profileId,
  after,
  limit,
}: PlaceOfProfile & { readonly after?: string | undefined }): Promise<Page<MemberAccess>> {
  const db = getDatabase()
  const profile = await db
    .selectFrom('profile')
    .select(['id', 'createdById', 'facts'])
    .where('teamId', '=', teamId)
    .where('id', '=', profileId)
    .executeTakeFirstOrThrow()
  let query = db
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .select(['user.id', 'user.name', 'user.email', 'member.role'])
    .where('member.teamId', '=', teamId)
  if (after !== undefined) query = query.where('user.id', '>', after)
  const members = await query
    .orderBy('user.id')
    .limit(limit + 1)
    .execute()
  const grants = await db
    .selectFrom('profileGrant')
    .select(['userId', 'right', 'effect', 'expiresAt'])
    .where('profileId', '=', profileId)
    .execute()
  const parsed = grants.map((grant) => ({
    ...grant,
    right: ProfileRightSchema.parse(grant.right),
    effect: GrantEffectSchema.parse(grant.effect),
  }))
  const now = clock.now()
  const items = members.slice(0, limit).map((member) => {
    const role = RoleSchema.parse(member.role)
    const applied = parsed.filter(({ userId }) => userId === null || userId === member.id)
    return {
      ...member,
      role,
      rights: heldRights(questionOf({ userId: member.id, teamId, role }, profile, applied, now)),
    }
  })
  return { items, next: members.length > limit ? (items.at(-1)?.id ?? null) : null }
}

const kinds: Readonly<Record<string, ProfileUse['kind']>> = {
  'profile.checked': 'used',
  'records.read': 'used',
  'records.produced': 'used',
  'group.reset': 'used',
  'group.deleted': 'used',
  'version.checked': 'used',
  'profile.used': 'used',
  'secret.revealed': 'saw',
  'secret.copied': 'saw',
  'grant.added': 'shared',
  'grant.removed': 'shared',
  'grant.expired': 'shared',
}

const DetailsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

/**
 * listProfileUses gives who used a profile, who saw its secret and who shared it, from the audit log, the newest first;
 * `after` is a sequence number.
 */
export async function listProfileUses({
  teamId,
  profileId,
  after,
  limit,
}: PlaceOfProfile & { readonly after?: number | undefined }): Promise<Page<ProfileUse>> {
  let query = getDatabase()
    .selectFrom('auditEvent')
    .select(['sequence', 'at', 'actor', 'action', 'details'])
    .where('teamId', '=', teamId)
    .where('subject', '=', profileId)
    .where('action', 'in', Object.keys(kinds))
  if (after !== undefined) query = query.where('sequence', '<', after)
  const rows = await query
    .orderBy('sequence', 'desc')
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit).map(({ details, ...row }) => ({
    ...row,
    kind: kinds[row.action] ?? ('used' as const),
    details: DetailsSchema.parse(JSON.parse(details)),
  }))
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? String(last.sequence) : null }
}
