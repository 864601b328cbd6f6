import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import type { ProfileFace } from '#lib/shared/profile.ts'
import type { VersionState } from '#lib/shared/profile-version.ts'
import type { Actor } from '../actor.ts'
import { getProfile } from '../list-profiles.ts'
import { lockProfile } from '../lock-profile.ts'
import { getVersionRow, type VersionPlace } from './change-state.ts'
import { makeCurrent } from './make-current.ts'

export type VersionChange = VersionPlace & { readonly by: Actor }

/**
 * promoteVersion puts the pending version into service: the current one becomes the previous, to which one can roll
 * back, and the one before it is retired and its data destroyed. Jobs that run go on with the version they began with.
 * Throws `not_found`, and `conflict` for a version that does not wait.
 */
export function promoteVersion(change: VersionChange): Promise<ProfileFace> {
  return moveToCurrent(change, 'pending', 'version.promoted')
}

/** rollbackVersion puts the previous version back into service, and the current one takes its place. Throws as promoteVersion. */
export function rollbackVersion(change: VersionChange): Promise<ProfileFace> {
  return moveToCurrent(change, 'previous', 'version.rolled-back')
}

async function moveToCurrent(
  { by, ...place }: VersionChange,
  from: 'pending' | 'previous',
  action: 'version.promoted' | 'version.rolled-back',
): Promise<ProfileFace> {
  await inTransaction(async (tx) => {
    await lockProfile(tx, place)
    const row = await getVersionRow(tx, place)
    if (row.state !== from) throw wrongState(place.version, row.state as VersionState, from)
    const moved = await makeCurrent(tx, row, by)
    const details = { version: place.version, ...moved }
    const { teamId, profileId } = place
    await recordAuditEvent(tx, { action, teamId, actor: by.email, subject: profileId, details })
  })
  return getProfile(place)
}

const states: Readonly<Record<VersionState, string>> = {
  pending: 'waits to be promoted',
  current: 'is in use',
  previous: 'is the one before the current',
  retired: 'is retired and its secret destroyed',
  shredded: 'was shredded',
}

function wrongState(version: number, state: VersionState, wanted: 'pending' | 'previous'): AppError {
  const only =
    wanted === 'pending'
      ? 'Only a pending version can be promoted.'
      : 'Only to the previous version one can roll back.'
  return new AppError({
    code: 'conflict',
    message: `Version ${version} ${states[state]}. ${only}`,
    advice:
      state === 'retired' || state === 'shredded'
        ? 'Run get-credentials and paste the credential again.'
        : 'Reload the page to see the versions as they are now.',
  })
}
