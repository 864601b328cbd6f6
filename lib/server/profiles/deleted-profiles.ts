import 'server-only'
import type { Selectable } from 'kysely'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { readCursor, writeCursor } from '#lib/server/db/page-cursor.ts'
import type { ProfileTable } from '#lib/server/db/schema.ts'
import { type Asking, rightsOn, visibleTo } from '#lib/server/teams/profile-access.ts'
import {
  type DeletedProfile,
  type DeletedProfilePage,
  DeletedProfileSchema,
  KEEP_DELETED_DAYS,
} from '#lib/shared/deleted-profile.ts'
import type { ProfileRight } from '#lib/shared/grant.ts'
import type { ProfileFace } from '#lib/shared/profile.ts'
import type { Actor } from './actor.ts'
import { getProfile } from './list-profiles.ts'
import { profileOfRow } from './profile-row.ts'

const DAY_MS = 86_400_000
const DEFAULT_PAGE = 50

/** listDeletedProfiles gives what can still be restored, of what the member may see, the last deleted first, a page at a time. */
export async function listDeletedProfiles(options: {
  readonly member: Asking
  readonly after?: string | undefined
  readonly limit?: number | undefined
}): Promise<DeletedProfilePage> {
  const limit = options.limit ?? DEFAULT_PAGE
  const base = getDatabase()
    .selectFrom('profile')
    .selectAll()
    .where('teamId', '=', options.member.teamId)
    .where('deletedAt', 'is not', null)
    .where(visibleTo(options.member))
  const cursor = options.after === undefined ? null : readCursor(options.after)
  const query = cursor
    ? base.where((e) =>
        e.or([
          e('deletedAt', '<', cursor[0]),
          e.and([e('deletedAt', '=', cursor[0]), e('id', '<', cursor[1])]),
        ]),
      )
    : base
  const rows = await query
    .orderBy('deletedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const shown = rows.slice(0, limit)
  const rights = await rightsOn(getDatabase(), options.member, shown)
  const items = shown.map((row) => deletedOfRow(row, rights.get(row.id) ?? []))
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? writeCursor([last.deletedAt, last.id]) : null }
}

/** restoreProfile brings a deleted profile back, with every version it had. Throws `not_found` when it is not deleted, or no more. */
export async function restoreProfile(options: {
  readonly teamId: string
  readonly profileId: string
  readonly actor: Actor
}): Promise<ProfileFace> {
  const { teamId, profileId, actor } = options
  await inTransaction(async (tx) => {
    const row = await tx
      .updateTable('profile')
      .set({ deletedAt: null, deletedBy: null, updatedAt: isoNow() })
      .where('teamId', '=', teamId)
      .where('id', '=', profileId)
      .where('deletedAt', 'is not', null)
      .returning('name')
      .executeTakeFirst()
    if (!row) throw notFound()
    const event = { action: 'profile.restored', teamId, actor: actor.email, subject: profileId } as const
    await recordAuditEvent(tx, { ...event, details: { name: row.name } })
  })
  return getProfile({ teamId, profileId })
}

function deletedOfRow(row: Selectable<ProfileTable>, rights: readonly ProfileRight[]): DeletedProfile {
  const deletedAt = row.deletedAt ?? ''
  const shredAt = new Date(Date.parse(deletedAt) + KEEP_DELETED_DAYS * DAY_MS).toISOString()
  const { deletedBy } = row
  return DeletedProfileSchema.parse({ ...profileOfRow(row), rights, deletedAt, deletedBy, shredAt })
}
