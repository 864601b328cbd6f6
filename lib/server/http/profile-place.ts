import 'server-only'
import { z } from 'zod'
import { getDatabase } from '#lib/server/db/database.ts'
import {
  type AuditedMember,
  findJobRights,
  findProfileRights,
  requireJobRight,
  requireProfileRight,
} from '#lib/server/teams/require-profile-right.ts'
import type { ProfileRight } from '#lib/shared/grant.ts'

/** Parts of a path that name a profile, or a job that has one. */
const PlaceSchema = z.object({ profile: z.string().optional(), job: z.string().optional() })

export interface ProfilePlace {
  /** The path's parts, checked. */
  readonly params: unknown
  readonly right: ProfileRight | undefined
  readonly member: AuditedMember
}

/** requirePlaceRight gives the member's rights on the path's profile, none where the route asks for none. Throws as requireProfileRight does. */
export async function requirePlaceRight(place: ProfilePlace): Promise<readonly ProfileRight[]> {
  const { right, member } = place
  if (right === undefined) return []
  const { profile, job } = PlaceSchema.parse(place.params)
  if (profile !== undefined) return requireProfileRight(getDatabase(), member, profile, right)
  if (job !== undefined) return requireJobRight(getDatabase(), member, job, right)
  throw new Error('A route with profileRight needs {profile} or {job} in its path.')
}

/** holdsPlaceRight asks the same again for a stream that is under way, with the member as he is by now. */
export async function holdsPlaceRight(place: ProfilePlace, now: AuditedMember): Promise<boolean> {
  const { right } = place
  if (right === undefined) return true
  const { profile, job } = PlaceSchema.parse(place.params)
  if (profile !== undefined) {
    // A deleted profile keeps its grants, for the day on which it is restored; nothing runs on it until then.
    if (await isDeleted(now.teamId, profile)) return false
    return (await findProfileRights(getDatabase(), now, profile)).includes(right)
  }
  return job !== undefined && (await findJobRights(getDatabase(), now, job)).includes(right)
}

async function isDeleted(teamId: string, profileId: string): Promise<boolean> {
  const row = await getDatabase()
    .selectFrom('profile')
    .select('deletedAt')
    .where('teamId', '=', teamId)
    .where('id', '=', profileId)
    .executeTakeFirst()
  return !row || row.deletedAt !== null
}
