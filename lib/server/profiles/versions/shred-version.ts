import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import type { ProfileVersion } from '#lib/shared/profile-version.ts'
import { lockProfile } from '../lock-profile.ts'
import { getVersionRow, setState } from './change-state.ts'
import { getVersion } from './list-versions.ts'
import type { VersionChange } from './promote-version.ts'

/**
 * shredVersion destroys the sealed data of a pending or previous version; its face stays in the list. A previous one
 * counts as retired from then on. Throws `not_found`, and `conflict` for the current version and for one without data.
 */
export async function shredVersion({ by, ...place }: VersionChange): Promise<ProfileVersion> {
  const { teamId, profileId, version } = place
  await inTransaction(async (tx) => {
    await lockProfile(tx, place)
    const row = await getVersionRow(tx, place)
    if (row.state !== 'pending' && row.state !== 'previous') throw refusal(version, row.state)
    await setState(tx, row, row.state === 'pending' ? 'shredded' : 'retired', by)
    await recordAuditEvent(tx, {
      action: 'version.shredded',
      teamId,
      actor: by.email,
      subject: profileId,
      details: { version, was: row.state },
    })
  })
  return getVersion(place)
}

function refusal(version: number, state: string): AppError {
  if (state !== 'current') {
    return new AppError({ code: 'conflict', message: `Nothing is left of version ${version} to destroy.` })
  }
  return new AppError({
    code: 'conflict',
    message: `Version ${version} is in use.`,
    advice: 'Promote another version first, or delete the profile.',
  })
}
