import 'server-only'
import type { Selectable } from 'kysely'
import { notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import type { Tx } from '#lib/server/db/database.ts'
import type { ProfileVersionTable } from '#lib/server/db/schema.ts'
import { MAX_VERSIONS, type VersionState } from '#lib/shared/profile-version.ts'
import type { Actor } from '../actor.ts'

type VersionRow = Selectable<ProfileVersionTable>

/** VersionPlace names one version of a profile whose row the caller's transaction holds. */
export interface VersionPlace {
  readonly teamId: string
  readonly profileId: string
  readonly version: number
}

/** findState gives the version that is in a state of which a profile has one at most, or null. */
export async function findState(
  tx: Tx,
  profileId: string,
  state: 'pending' | 'current' | 'previous',
): Promise<VersionRow | null> {
  const row = await tx
    .selectFrom('profileVersion')
    .selectAll()
    .where('profileId', '=', profileId)
    .where('state', '=', state)
    .executeTakeFirst()
  return row ?? null
}

/** getVersionRow gives a version's row within a transaction. Throws `not_found`. */
export async function getVersionRow(
  tx: Tx,
  { teamId, profileId, version }: VersionPlace,
): Promise<VersionRow> {
  const row = await tx
    .selectFrom('profileVersion')
    .selectAll()
    .where('teamId', '=', teamId)
    .where('profileId', '=', profileId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** setState moves a version to another state, and destroys its sealed data when that state has none. */
export async function setState(
  tx: Tx,
  { profileId, version }: Pick<VersionRow, 'profileId' | 'version'>,
  state: VersionState,
  by: Actor,
): Promise<void> {
  await tx
    .updateTable('profileVersion')
    .set({ state, changedAt: isoNow(), changedBy: by.name })
    .where('profileId', '=', profileId)
    .where('version', '=', version)
    .execute()
  if (state !== 'retired' && state !== 'shredded') return
  await tx
    .deleteFrom('secretVersion')
    .where('profileId', '=', profileId)
    .where('version', '=', version)
    .execute()
}

/** dropOldFaces keeps the newest ten faces; what is pending, current or previous stays whatever its age. */
export async function dropOldFaces(tx: Tx, profileId: string): Promise<void> {
  const rows = await tx
    .selectFrom('profileVersion')
    .select(['version', 'state'])
    .where('profileId', '=', profileId)
    .orderBy('version')
    .execute()
  const gone = rows
    .filter(({ state }) => state === 'retired' || state === 'shredded')
    .slice(0, Math.max(0, rows.length - MAX_VERSIONS))
  if (gone.length === 0) return
  await tx
    .deleteFrom('profileVersion')
    .where('profileId', '=', profileId)
    .where(
      'version',
      'in',
      gone.map(({ version }) => version),
    )
    .execute()
}
