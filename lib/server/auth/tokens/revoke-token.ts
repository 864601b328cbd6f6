import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import type { Member } from '../require-member.ts'
import { findToken } from './list-tokens.ts'

/**
 * revokeToken ends a token at once, one's own or, for heads, anybody's; one that is revoked stays so. Its streams end
 * within seconds. Throws `not_found`, also for another member's token.
 */
export async function revokeToken(member: Member, tokenId: string): Promise<void> {
  const token = await findToken(member, tokenId)
  if (!token) throw notFound()
  await inTransaction(async (tx) => {
    const revoked = await tx
      .updateTable('apiToken')
      .set({ revokedAt: isoNow(), revokedBy: member.name })
      .where('teamId', '=', member.teamId)
      .where('id', '=', tokenId)
      .where('revokedAt', 'is', null)
      .executeTakeFirst()
    if (revoked.numUpdatedRows === 0n) return
    await recordAuditEvent(tx, {
      action: 'token.revoked',
      teamId: member.teamId,
      actor: member.email,
      subject: tokenId,
      details: { name: token.name, owner: token.owner.email },
    })
  })
}
