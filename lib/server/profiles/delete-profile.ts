import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import type { Actor } from './actor.ts'
import { lockProfile } from './lock-profile.ts'

/**
 * deleteProfile takes a profile out of every list and every use at once. It can be restored for 30 days; then every
 * sealed version is destroyed. Throws `not_found`.
 */
export async function deleteProfile(options: {
  readonly teamId: string
  readonly profileId: string
  readonly actor: Actor
}): Promise<void> {
  const { teamId, profileId, actor } = options
  await inTransaction(async (tx) => {
    const { name } = await lockProfile(tx, options)
    await tx
      .updateTable('profile')
      .set({ deletedAt: isoNow(), deletedBy: actor.name })
      .where('id', '=', profileId)
      .execute()
    await recordAuditEvent(tx, {
      action: 'profile.deleted',
      teamId,
      actor: actor.email,
      subject: profileId,
      details: { name },
    })
  })
}
