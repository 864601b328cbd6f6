import 'server-only'
import { z } from 'zod'
import { notFound } from '#lib/server/base/app-error.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { pageOf, readCursor } from '#lib/server/db/page-cursor.ts'
import { type Asking, rightsOn, visibleTo } from '#lib/server/teams/profile-access.ts'
import { findProfileRights } from '#lib/server/teams/require-profile-right.ts'
import type { Profile, ProfileFace, ProfilePage } from '#lib/shared/profile.ts'
import { profileOfRow } from './profile-row.ts'

const DEFAULT_PAGE = 50
/** A page of 200 faces with chains of certificates is about a megabyte. */
const MAX_PAGE = 200

export const PageQuerySchema = z.strictObject({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
})

/**
 * listProfiles gives the profiles that a member may see, the newest first, a page at a time, each with the member's
 * rights on it; `next` is null on the last page.
 */
export async function listProfiles(options: {
  readonly member: Asking
  readonly after?: string | undefined
  readonly limit?: number | undefined
}): Promise<ProfilePage> {
  const limit = options.limit ?? DEFAULT_PAGE
  const base = getDatabase()
    .selectFrom('profile')
    .selectAll()
    .where('teamId', '=', options.member.teamId)
    .where('deletedAt', 'is', null)
    .where(visibleTo(options.member))
  const cursor = options.after === undefined ? null : readCursor(options.after)
  const query = cursor
    ? base.where((e) =>
        e.or([
          e('createdAt', '<', cursor[0]),
          e.and([e('createdAt', '=', cursor[0]), e('id', '<', cursor[1])]),
        ]),
      )
    : base
  // One more than asked for tells whether another page follows.
  const rows = await query
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const rights = await rightsOn(getDatabase(), options.member, rows.slice(0, limit))
  return pageOf(rows, limit, (row) => ({ ...profileOfRow(row), rights: rights.get(row.id) ?? [] }))
}

/** getProfileFor gives one profile with the rights of a member on it. Throws `not_found` for one not to be seen. */
export async function getProfileFor(member: Asking, profileId: string): Promise<Profile> {
  const rights = await findProfileRights(getDatabase(), member, profileId)
  if (!rights.includes('see')) throw notFound()
  return { ...(await getProfile({ teamId: member.teamId, profileId })), rights: [...rights] }
}

/** getProfile gives one profile's face, whoever asks: the caller has judged who may. Throws `not_found`, for another team's id as well. */
export async function getProfile(options: { teamId: string; profileId: string }): Promise<ProfileFace> {
  const row = await getDatabase()
    .selectFrom('profile')
    .selectAll()
    .where('teamId', '=', options.teamId)
    .where('id', '=', options.profileId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!row) throw notFound()
  return profileOfRow(row)
}
