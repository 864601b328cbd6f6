import 'server-only'
import { rmSync } from 'node:fs'
import { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { takeToken } from '#lib/server/base/limiter.ts'
import { inTransaction, type Tx } from '#lib/server/db/database.ts'
import { addMember, createTeam } from '#lib/server/teams/membership.ts'
import { PersonNameSchema } from '#lib/shared/account.ts'
import { EmailSchema, TeamNameSchema } from '#lib/shared/member.ts'
import { PasswordSchema } from '#lib/shared/password-rules.ts'
import { createUser, requireGoodPassword } from './create-user.ts'
import { hashPassword } from './password.ts'
import { hashToken, isSetupOpen, SETUP_ROW, SETUP_TOKEN_MINUTES, setupTokenFile } from './setup-token.ts'

/** Nobody guesses 256 bits; this keeps somebody who tries from keeping the server busy with password hashes. */
const tries = { name: 'setup', max: 20, windowMs: 60_000 }

export const SetupSchema = z.strictObject({
  token: z.string().trim().min(1, 'Give the set-up token that the server printed at its start.').max(128),
  name: PersonNameSchema,
  email: EmailSchema,
  password: PasswordSchema,
  team: TeamNameSchema,
})
export type Setup = z.output<typeof SetupSchema>

/**
 * completeSetup makes the first owner and the first team with the one-time token, all in one transaction, so that of
 * two at the same time one succeeds. Throws `not_found` once there is an owner, `forbidden` for a wrong or old token.
 */
export async function completeSetup(setup: Setup): Promise<{ teamId: string }> {
  if (!(await isSetupOpen())) throw notFound()
  takeToken(tries, 'all')
  await requireGoodPassword(setup)
  const tokenHash = hashToken(setup.token)
  // Hashed before the transaction: a twentieth of a second is too long to hold SQLite's write lock.
  const passwordHash = await hashPassword(setup.password)
  const result = await inTransaction(async (tx) => {
    await claimSetup(tx, tokenHash)
    const email = setup.email.toLowerCase()
    const userId = await createUser(tx, { name: setup.name, email, passwordHash })
    const teamId = await createTeam(tx, setup.team)
    await addMember(tx, teamId, userId, 'owner')
    await recordAuditEvent(tx, { action: 'setup.completed', teamId, actor: email, subject: userId })
    return { teamId }
  })
  rmSync(setupTokenFile(), { force: true })
  return result
}

async function claimSetup(tx: Tx, tokenHash: string): Promise<void> {
  const claimed = await tx
    .updateTable('setup')
    .set({ completedAt: isoNow() })
    .where('id', '=', SETUP_ROW)
    .where('completedAt', 'is', null)
    .where('tokenHash', '=', tokenHash)
    .where('expiresAt', '>', isoNow())
    .executeTakeFirst()
  if (claimed.numUpdatedRows === 1n) return
  const row = await tx
    .selectFrom('setup')
    .select('completedAt')
    .where('id', '=', SETUP_ROW)
    .executeTakeFirst()
  if (row?.completedAt) throw notFound()
  throw new AppError({
    code: 'forbidden',
    message: 'The set-up token is not right, or is older than an hour.',
    advice: `Use the newest one that the server printed; a restart prints one that is good for ${SETUP_TOKEN_MINUTES} min.`,
    field: 'token',
  })
}
