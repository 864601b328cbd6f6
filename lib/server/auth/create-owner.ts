import 'server-only'
import { rmSync } from 'node:fs'
import type { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { inTransaction, type Tx } from '#lib/server/db/database.ts'
import { addMember, createTeam } from '#lib/server/teams/membership.ts'
import { SetupSchema } from './complete-setup.ts'
import { createUser, requireGoodPassword } from './create-user.ts'
import { hashPassword } from './password.ts'
import { SETUP_ROW, setupTokenFile } from './setup-token.ts'

/** OwnerSchema: the same rules as at the set-up page, without its token. */
export const OwnerSchema = SetupSchema.omit({ token: true })

export interface CreatedOwner {
  readonly teamId: string
  readonly email: string
  /** False when the owner joined a team that was there. */
  readonly isNewTeam: boolean
}

/**
 * createOwner makes an account that owns a team, for whoever has a shell on the host and the master key: the first one
 * (the set-up link is dead from then on), or a further one where the last owner is lost. The team is the one of that id
 * or name, else a new one. Throws AppError `conflict` for an address that has an account, or a name of several teams, and
 * `bad_request` for a password that is easy to guess.
 */
export async function createOwner(owner: z.output<typeof OwnerSchema>): Promise<CreatedOwner> {
  const email = owner.email.toLowerCase()
  await requireGoodPassword(owner)
  const passwordHash = await hashPassword(owner.password)
  const created = await inTransaction(async (tx) => {
    const isFirst = await completeSetupWithoutToken(tx)
    await refuseKnown(tx, email)
    const known = await findTeam(tx, owner.team)
    const teamId = known ?? (await createTeam(tx, owner.team))
    const userId = await createUser(tx, { name: owner.name, email, passwordHash })
    await addMember(tx, teamId, userId, 'owner')
    await recordAuditEvent(tx, {
      action: isFirst ? 'setup.completed' : 'owner.created',
      teamId,
      actor: null,
      subject: userId,
      details: { email, where: 'host' },
    })
    return { teamId, email, isNewTeam: known === null }
  })
  rmSync(setupTokenFile(), { force: true })
  return created
}

/** True when this made the set-up complete; of a link and a command at the same time one is first. */
async function completeSetupWithoutToken(tx: Tx): Promise<boolean> {
  const now = isoNow()
  const row = { id: SETUP_ROW, tokenHash: '', expiresAt: now, completedAt: now }
  const written = await tx
    .insertInto('setup')
    .values(row)
    .onConflict((c) => c.column('id').doUpdateSet(row).where('setup.completedAt', 'is', null))
    .executeTakeFirst()
  return (written.numInsertedOrUpdatedRows ?? 0n) > 0n
}

async function refuseKnown(tx: Tx, email: string): Promise<void> {
  const known = await tx.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst()
  if (!known) return
  throw new AppError({
    code: 'conflict',
    message: 'There is an account with this e-mail address already.',
    advice: 'Use another address, or have an owner change the role of that account.',
    field: 'email',
  })
}

async function findTeam(tx: Tx, nameOrId: string): Promise<string | null> {
  const found = await tx
    .selectFrom('team')
    .select('id')
    .where((or) => or.or([or('id', '=', nameOrId), or('name', '=', nameOrId)]))
    .limit(2)
    .execute()
  if (found.length < 2) return found[0]?.id ?? null
  throw new AppError({
    code: 'conflict',
    message: 'Several teams have this name.',
    advice: `Name one by its id, such as ${found[0]?.id ?? ''}.`,
    field: 'team',
  })
}
