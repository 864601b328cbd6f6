import 'server-only'
import { notFound } from '#lib/server/base/app-error.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { MAX_VERSIONS, type ProfileVersion, type ProfileVersionPage } from '#lib/shared/profile-version.ts'
import { versionOfRow } from './version-row.ts'

interface ProfileId {
  readonly teamId: string
  readonly profileId: string
}

/** listVersions gives the kept versions of a profile, the newest first: one page, there are ten at most. Throws `not_found`. */
export async function listVersions(id: ProfileId): Promise<ProfileVersionPage> {
  const rows = await versionRows(id).orderBy('profileVersion.version', 'desc').limit(MAX_VERSIONS).execute()
  if (rows.length === 0) throw notFound()
  return { items: rows.map(versionOfRow), next: null }
}

/** getVersion gives one version's face. Throws `not_found`. */
export async function getVersion(id: ProfileId & { readonly version: number }): Promise<ProfileVersion> {
  const row = await versionRows(id).where('profileVersion.version', '=', id.version).executeTakeFirst()
  if (!row) throw notFound()
  return versionOfRow(row)
}

function versionRows({ teamId, profileId }: ProfileId) {
  return getDatabase()
    .selectFrom('profileVersion')
    .innerJoin('profile', 'profile.id', 'profileVersion.profileId')
    .where('profile.teamId', '=', teamId)
    .where('profile.id', '=', profileId)
    .where('profile.deletedAt', 'is', null)
    .selectAll('profileVersion')
}
