import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import type { LastCheck, Profile, UpdateProfile } from '#lib/shared/profile.ts'
import type { Actor } from './create-profile.ts'
import { getProfile } from './list-profiles.ts'

export interface ProfileId {
  readonly teamId: string
  readonly profileId: string
}

/** updateProfile changes name and labels, never what is connected to. Throws `not_found`. */
export async function updateProfile(
  id: ProfileId & { readonly actor: Actor; readonly input: UpdateProfile },
): Promise<Profile> {
  const { input, actor, teamId, profileId } = id
  await inTransaction(async (tx) => {
    const changed = await tx
      .updateTable('profile')
      .set({
        updatedAt: isoNow(),
        ...(input.name !== undefined && { name: input.name }),
        ...(input.labels !== undefined && { labels: JSON.stringify(input.labels) }),
      })
      .where('teamId', '=', teamId)
      .where('id', '=', profileId)
      .executeTakeFirst()
    if (changed.numUpdatedRows !== 1n) throw notFound()
    await recordAuditEvent(tx, {
      action: 'profile.updated',
      teamId,
      actor: actor.email,
      subject: profileId,
      details: { fields: Object.keys(input).join(',') },
    })
  })
  return getProfile({ teamId, profileId })
}

/** deleteProfile removes a profile with every sealed version: wrapped keys and ciphertexts are gone. Throws `not_found`. */
export async function deleteProfile(id: ProfileId & { readonly actor: Actor }): Promise<void> {
  const { teamId, profileId, actor } = id
  await inTransaction(async (tx) => {
    const row = await tx
      .selectFrom('profile')
      .select('name')
      .where('teamId', '=', teamId)
      .where('id', '=', profileId)
      .executeTakeFirst()
    if (!row) throw notFound()
    await tx.deleteFrom('secretVersion').where('profileId', '=', profileId).execute()
    await tx.deleteFrom('profile').where('id', '=', profileId).execute()
    const details = { name: row.name }
    await recordAuditEvent(tx, {
      action: 'profile.deleted',
      teamId,
      actor: actor.email,
      subject: profileId,
      details,
    })
  })
}

/** recordLastCheck keeps the verdict of a check beside the profile, and audits it. Does nothing when it was deleted. */
export async function recordLastCheck(
  id: ProfileId & { readonly actor: Actor; readonly verdict: LastCheck['verdict'] },
): Promise<void> {
  const { teamId, profileId, actor, verdict } = id
  const at = isoNow()
  await inTransaction(async (tx) => {
    const changed = await tx
      .updateTable('profile')
      .set({ lastCheck: JSON.stringify({ at, verdict }) })
      .where('teamId', '=', teamId)
      .where('id', '=', profileId)
      .executeTakeFirst()
    if (changed.numUpdatedRows !== 1n) return
    await recordAuditEvent(tx, {
      action: 'profile.checked',
      teamId,
      actor: actor.email,
      subject: profileId,
      details: { verdict: verdict.verdict, code: verdict.code ?? null },
    })
  })
}
