import 'server-only'
import { z } from 'zod'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import type { Profile, ProfilePage } from '#lib/shared/profile.ts'
import { profileOfRow } from './profile-row.ts'

const DEFAULT_PAGE = 50
/** A page of 200 faces with chains of certificates is about a megabyte. */
const MAX_PAGE = 200

export const PageQuerySchema = z.strictObject({
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
})

const CursorSchema = z.tuple([z.string(), z.string()])

/** listProfiles gives a team's profiles, the newest first, a page at a time; `next` is null on the last one. */
export async function listProfiles(options: {
  readonly teamId: string
  readonly after?: string | undefined
  readonly limit?: number | undefined
}): Promise<ProfilePage> {
  const limit = options.limit ?? DEFAULT_PAGE
  const base = getDatabase().selectFrom('profile').selectAll().where('teamId', '=', options.teamId)
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
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last ? writeCursor([last.createdAt, last.id]) : null
  return { items: shown.map(profileOfRow), next }
}

/** getProfile gives one profile's face. Throws `not_found`, for another team's id as well. */
export async function getProfile(options: { teamId: string; profileId: string }): Promise<Profile> {
  const row = await getDatabase()
    .selectFrom('profile')
    .selectAll()
    .where('teamId', '=', options.teamId)
    .where('id', '=', options.profileId)
    .executeTakeFirst()
  if (!row) throw notFound()
  return profileOfRow(row)
}

function writeCursor(cursor: z.infer<typeof CursorSchema>): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

function readCursor(text: string): z.infer<typeof CursorSchema> {
  try {
    return CursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    throw new AppError({
      code: 'bad_request',
      field: 'after',
      message: '"after" is not what a former page gave as "next".',
    })
  }
}
