import 'server-only'
import type { Selectable } from 'kysely'
import { notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import type { Tx } from '#lib/server/db/database.ts'
import type { ProfileTable } from '#lib/server/db/schema.ts'

/**
 * lockProfile gives a profile's row and lets nobody else change it to the end of the caller's transaction: by an
 * update, since SQLite knows no `select for update`. Throws `not_found`, for a deleted one and another team's as well.
 */
export async function lockProfile(
  tx: Tx,
  { teamId, profileId }: { readonly teamId: string; readonly profileId: string },
): Promise<Selectable<ProfileTable>> {
  const row = await tx
    .updateTable('profile')
    .set({ updatedAt: isoNow() })
    .where('teamId', '=', teamId)
    .where('id', '=', profileId)
    .where('deletedAt', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}
