import 'server-only'
import { z } from 'zod'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import { findMembership } from '#lib/server/teams/membership.ts'
import { lesserRole, type TokenScope, TokenScopeSchema } from '#lib/shared/api-token.ts'
import { RoleSchema, type Team } from '#lib/shared/team.ts'
import { hashTokenText } from './token-text.ts'

/** The time of the last use is written at most once a minute. */
const TOUCH_MS = 60 * 1000
const ScopesSchema = z.array(TokenScopeSchema)

/** TokenCaller is the person for whom a token acts, in the token's one team with the token's role. */
export interface TokenCaller {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly tokenId: string
  readonly team: Team
  readonly scopes: readonly TokenScope[]
}

/**
 * findTokenCaller gives for whom a token acts, or null when it is unknown, expired, revoked, or its owner is no member
 * any more. The role is the lesser one of token and owner, as they are now. The first use is recorded.
 */
export async function findTokenCaller(text: string): Promise<TokenCaller | null> {
  if (text === '') return null
  const row = await getDatabase()
    .selectFrom('apiToken')
    .innerJoin('user', 'user.id', 'apiToken.userId')
    .where('hash', '=', await hashTokenText(text))
    .select([
      'apiToken.id',
      'apiToken.teamId',
      'apiToken.userId',
      'apiToken.role',
      'apiToken.scopes',
      'apiToken.expiresAt',
      'apiToken.lastUsedAt',
      'apiToken.revokedAt',
      'user.name',
      'user.email',
    ])
    .executeTakeFirst()
  if (!row || row.revokedAt !== null || Date.parse(row.expiresAt) <= clock.now()) return null
  const membership = await findMembership(row.userId, row.teamId)
  if (!membership) return null
  const role = lesserRole(membership.role, RoleSchema.parse(row.role))
  await noteUse(row)
  const { userId, name, email } = row
  const scopes = ScopesSchema.parse(JSON.parse(row.scopes))
  return { userId, name, email, tokenId: row.id, team: { ...membership, role }, scopes }
}

/** findTokenTeam gives the token's team with the role that it has by now, or null when it holds no more: for streams. */
export async function findTokenTeam(tokenId: string): Promise<Team | null> {
  const row = await getDatabase()
    .selectFrom('apiToken')
    .where('id', '=', tokenId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', isoNow())
    .select(['userId', 'teamId', 'role'])
    .executeTakeFirst()
  const membership = row ? await findMembership(row.userId, row.teamId) : null
  if (!row || !membership) return null
  return { ...membership, role: lesserRole(membership.role, RoleSchema.parse(row.role)) }
}

async function noteUse(row: { id: string; teamId: string; email: string; lastUsedAt: string | null }) {
  if (row.lastUsedAt !== null && clock.now() - Date.parse(row.lastUsedAt) < TOUCH_MS) return
  const lastUsedAt = isoNow()
  if (row.lastUsedAt !== null) {
    await getDatabase().updateTable('apiToken').set({ lastUsedAt }).where('id', '=', row.id).execute()
    return
  }
  await inTransaction(async (tx) => {
    const first = await tx
      .updateTable('apiToken')
      .set({ lastUsedAt })
      .where('id', '=', row.id)
      .where('lastUsedAt', 'is', null)
      .executeTakeFirst()
    if (first.numUpdatedRows === 0n) return
    const { id: subject, teamId, email: actor } = row
    await recordAuditEvent(tx, { action: 'token.first-used', teamId, actor, subject })
  })
}
