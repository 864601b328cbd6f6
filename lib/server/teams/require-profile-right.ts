import 'server-only'
import type { Kysely } from 'kysely'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { type Database, inTransaction } from '#lib/server/db/database.ts'
import type { ProfileRight } from '#lib/shared/grant.ts'
import { type Asking, rightsOn } from './profile-access.ts'

/** AuditedMember is an asking member whose refusals can be written down. */
export interface AuditedMember extends Asking {
  readonly email: string
}

/**
 * findProfileRights gives what a member may do with a profile of the team; nothing for one that is not there, another
 * team's, or not to be seen.
 */
export async function findProfileRights(
  db: Kysely<Database>,
  member: Asking,
  profileId: string,
): Promise<readonly ProfileRight[]> {
  const row = await db
    .selectFrom('profile')
    .select(['id', 'createdById', 'facts'])
    .where('teamId', '=', member.teamId)
    .where('id', '=', profileId)
    .executeTakeFirst()
  return row ? ((await rightsOn(db, member, [row])).get(row.id) ?? []) : []
}

/**
 * findJobRights gives the rights on the profile that a job runs with. A job outlives its profile: then it is for the
 * heads of the team, and for who started it, to be seen.
 */
export async function findJobRights(
  db: Kysely<Database>,
  member: Asking,
  jobId: string,
): Promise<readonly ProfileRight[]> {
  const row = await db
    .selectFrom('job')
    .leftJoin('profile', 'profile.id', 'job.profileId')
    .select(['job.createdById as startedById', 'profile.id', 'profile.createdById', 'profile.facts'])
    .where('job.teamId', '=', member.teamId)
    .where('job.id', '=', jobId)
    .executeTakeFirst()
  if (!row) return []
  const { startedById, id, createdById, facts } = row
  if (id !== null && facts !== null)
    return (await rightsOn(db, member, [{ id, createdById, facts }])).get(id) ?? []
  const isTheirs = member.role === 'owner' || member.role === 'admin' || startedById === member.userId
  return isTheirs ? ['see'] : []
}

/**
 * requireProfileRight lets through who may do `right` with a profile of the team, and gives all rights held. Throws
 * AppError `not_found` for a profile that is not there, another team's, or not to be seen; `forbidden`, audited, for
 * one that is seen without the right.
 */
export async function requireProfileRight(
  db: Kysely<Database>,
  member: AuditedMember,
  profileId: string,
  right: ProfileRight,
): Promise<readonly ProfileRight[]> {
  return letThrough(await findProfileRights(db, member, profileId), member, profileId, right)
}

/** requireJobRight does the same for the profile that a job runs with. */
export async function requireJobRight(
  db: Kysely<Database>,
  member: AuditedMember,
  jobId: string,
  right: ProfileRight,
): Promise<readonly ProfileRight[]> {
  return letThrough(await findJobRights(db, member, jobId), member, jobId, right)
}

async function letThrough(
  held: readonly ProfileRight[],
  member: AuditedMember,
  subject: string,
  right: ProfileRight,
): Promise<readonly ProfileRight[]> {
  if (held.includes(right)) return held
  if (!held.includes('see')) throw notFound()
  await inTransaction((tx) =>
    recordAuditEvent(tx, {
      action: 'authorisation.denied',
      teamId: member.teamId,
      actor: member.email,
      subject,
      details: { right, role: member.role },
    }),
  )
  throw new AppError({
    code: 'forbidden',
    message: `You may see this profile, but not ${words[right]}.`,
    advice: 'Its Access tab says who can give you that.',
  })
}

const words: Readonly<Record<ProfileRight, string>> = {
  see: 'see it',
  use: 'use it',
  reveal: 'see its secrets',
  edit: 'change it',
  share: 'share it',
}
