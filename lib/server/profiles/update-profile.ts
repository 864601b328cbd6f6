import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { encodeCredential } from '#lib/server/vault/credential-codec.ts'
import { getKeyring } from '#lib/server/vault/keyring.ts'
import { replaceVersion, sealBytes } from '#lib/server/vault/seal-secret.ts'
import type { LastCheck, ProfileFace, UpdateProfile } from '#lib/shared/profile.ts'
import type { Actor } from './actor.ts'
import { withHostnameCheck } from './adjust-credential.ts'
import { getProfile } from './list-profiles.ts'
import { lockProfile } from './lock-profile.ts'
import { openProfile } from './open-profile.ts'

export interface ProfileId {
  readonly teamId: string
  readonly profileId: string
}

/**
 * updateProfile changes name, labels and whether the brokers' names are verified; never what is connected to. Throws
 * `not_found`, `unprocessable` where there are no names to verify, and `conflict` when the version changed meanwhile.
 */
export async function updateProfile(
  id: ProfileId & { readonly actor: Actor; readonly input: UpdateProfile },
): Promise<ProfileFace> {
  const { input, actor, teamId, profileId } = id
  const { verifyHostname } = input
  const resealed = verifyHostname === undefined ? null : await resealWith(id, verifyHostname)
  await inTransaction(async (tx) => {
    const { name, labels, version } = await lockProfile(tx, id)
    // Between the opening and the lock another version may have come into service.
    if (resealed && version !== resealed.place.version) throw changedMeanwhile()
    await tx
      .updateTable('profile')
      .set({
        name: input.name ?? name,
        labels: input.labels === undefined ? labels : JSON.stringify(input.labels),
        ...(verifyHostname !== undefined && { verifyHostname: verifyHostname ? 1 : 0 }),
      })
      .where('id', '=', profileId)
      .execute()
    if (resealed) {
      await replaceVersion(tx, resealed.place, resealed.sealed)
      await tx
        .updateTable('profileVersion')
        .set({ verifyHostname: verifyHostname ? 1 : 0 })
        .where('profileId', '=', profileId)
        .where('version', '=', version)
        .execute()
    }
    await recordAuditEvent(tx, {
      action: 'profile.updated',
      teamId,
      actor: actor.email,
      subject: profileId,
      details: {
        fields: Object.keys(input).join(','),
        ...(verifyHostname !== undefined && { verifyHostname }),
      },
    })
  })
  return getProfile({ teamId, profileId })
}

function changedMeanwhile(): AppError {
  return new AppError({
    code: 'conflict',
    message: 'Another version of this profile came into service meanwhile.',
    advice: 'Look at the profile as it is now, and try again.',
  })
}

/** The check of names is part of what is sealed: the current version is opened, changed and sealed again. */
async function resealWith({ teamId, profileId }: ProfileId, verifyHostname: boolean) {
  const { profile, credential } = await openProfile({ teamId, profileId })
  const place = { teamId, profileId, version: profile.version }
  const changed = withHostnameCheck(credential, verifyHostname)
  return { place, sealed: sealBytes(await getKeyring(), place, encodeCredential(changed)) }
}

/**
 * recordLastCheck keeps the verdict of a check beside the version that was checked, by default the current one, and
 * audits it. Does nothing when the profile was deleted meanwhile.
 */
export async function recordLastCheck(
  id: ProfileId & {
    readonly actor: Actor
    readonly verdict: LastCheck['verdict']
    readonly version?: number | undefined
  },
): Promise<void> {
  const { teamId, profileId, actor, verdict } = id
  const lastCheck = JSON.stringify({ at: isoNow(), verdict })
  await inTransaction(async (tx) => {
    const profile = await tx
      .selectFrom('profile')
      .select('version')
      .where('teamId', '=', teamId)
      .where('id', '=', profileId)
      .where('deletedAt', 'is', null)
      .executeTakeFirst()
    if (!profile) return
    const version = id.version ?? profile.version
    await tx
      .updateTable('profileVersion')
      .set({ lastCheck })
      .where('profileId', '=', profileId)
      .where('version', '=', version)
      .execute()
    // Meanwhile another version may have come into service: only its own check stands beside the profile.
    await tx
      .updateTable('profile')
      .set({ lastCheck })
      .where('id', '=', profileId)
      .where('version', '=', version)
      .execute()
    await recordAuditEvent(tx, {
      action: 'profile.checked',
      teamId,
      actor: actor.email,
      subject: profileId,
      details: { version, verdict: verdict.verdict, code: verdict.code ?? null },
    })
  })
}
