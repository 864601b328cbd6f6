import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { createReset, resetUrl } from './reset-token.ts'

/**
 * makeHostReset gives the link with which whoever has this address sets a new password: for who has a shell on the
 * host and the master key, when no owner is left to ask. Throws AppError `not_found` for an unknown address. Audited.
 */
export async function makeHostReset(address: string): Promise<{ link: string; expiresAt: string }> {
  const email = address.trim().toLowerCase()
  const { token, expiresAt } = await inTransaction(async (tx) => {
    const user = await tx.selectFrom('user').where('email', '=', email).select('id').executeTakeFirst()
    if (!user) {
      throw new AppError({
        code: 'not_found',
        message: 'There is no account with this e-mail address.',
        advice: '`keystream owner create` makes one that owns a team.',
      })
    }
    const event = { teamId: null, actor: null, subject: user.id, details: { email, where: 'host' } }
    await recordAuditEvent(tx, { ...event, action: 'password.reset-link-made' })
    return createReset(tx, user.id, 'host')
  })
  return { link: resetUrl(token), expiresAt }
}
