import 'server-only'
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { takeToken } from '#lib/server/base/limiter.ts'
import { isPostgres } from '#lib/server/db/column-types.ts'
import { inTransaction, type Tx } from '#lib/server/db/database.ts'
import { addMember, createTeam } from '#lib/server/teams/membership.ts'
import { MAX_PASSWORD, MIN_PASSWORD } from './auth.ts'
import { hashPassword } from './password.ts'
import { hashToken, isSetupOpen, SETUP_ROW, SETUP_TOKEN_MINUTES, setupTokenFile } from './setup-token.ts'

/** Nobody guesses 256 bits; this keeps somebody who tries from keeping the server busy with password hashes. */
const tries = { name: 'setup', max: 20, windowMs: 60_000 }

export const SetupSchema = z.strictObject({
  token: z.string().trim().min(1, 'Give the set-up token that the server printed at its start.').max(128),
  name: z.string().trim().min(1, 'Give your name.').max(80),
  email: z.email('This is not an e-mail address.').max(254),
  password: z
    .string()
    .min(MIN_PASSWORD, `A password has at least ${MIN_PASSWORD} characters.`)
    .max(MAX_PASSWORD, `A password has at most ${MAX_PASSWORD} characters.`),
  team: z.string().trim().min(1, 'Give the team a name.').max(80),
})
export type Setup = z.output<typeof SetupSchema>

/**
 * completeSetup makes the first owner and the first team with the one-time token, all in one transaction, so that of
 * two at the same time one succeeds. Throws `not_found` once there is an owner, `forbidden` for a wrong or old token.
 */
export async function completeSetup(setup: Setup): Promise<{ teamId: string }> {
  if (!(await isSetupOpen())) throw notFound()
  takeToken(tries, 'all')
  const tokenHash = hashToken(setup.token)
  // Hashed before the transaction: half a second is too long to hold SQLite's write lock.
  const password = await hashPassword(setup.password)
  const result = await inTransaction(async (tx) => {
    await claimSetup(tx, tokenHash)
    const email = setup.email.toLowerCase()
    const userId = await createOwner(tx, { ...setup, email, password })
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

/** Written as better-auth writes a user with a password, but inside our transaction. */
async function createOwner(
  tx: Tx,
  owner: { name: string; email: string; password: string },
): Promise<string> {
  const now = isoNow()
  const id = randomUUID()
  const emailVerified = isPostgres(tx) ? false : 0
  const times = { createdAt: now, updatedAt: now }
  await tx
    .insertInto('user')
    .values({ id, name: owner.name, email: owner.email, emailVerified, ...times })
    .execute()
  await tx
    .insertInto('account')
    .values({
      id: randomUUID(),
      accountId: id,
      providerId: 'credential',
      userId: id,
      password: owner.password,
      ...times,
    })
    .execute()
  return id
}
