import 'server-only'
import { z } from 'zod'
import { clock } from '#lib/server/base/clock.ts'
import { getDatabase } from '#lib/server/db/database.ts'
import { type ApiToken, TokenScopeSchema } from '#lib/shared/api-token.ts'
import { RoleSchema } from '#lib/shared/team.ts'
import type { Member } from '../require-member.ts'

/** Tokens shown; a team with more has other troubles, and the newest ones matter. */
const MAX_TOKENS = 500
const ScopesSchema = z.array(TokenScopeSchema)

/** seesAll: heads see and revoke everybody's tokens, others their own. */
export function seesAll({ role }: Pick<Member, 'role'>): boolean {
  return role === 'owner' || role === 'admin'
}

/** listTokens gives a member's tokens of the team, or everybody's for its heads, the newest first. */
export async function listTokens(member: Member): Promise<ApiToken[]> {
  const rows = await selectTokens(member)
    .orderBy('apiToken.createdAt', 'desc')
    .orderBy('apiToken.id')
    .limit(MAX_TOKENS)
    .execute()
  return rows.map((row) => tokenOfRow(row, member))
}

/** findToken gives one of those, or null. */
export async function findToken(member: Member, id: string): Promise<ApiToken | null> {
  const row = await selectTokens(member).where('apiToken.id', '=', id).executeTakeFirst()
  return row ? tokenOfRow(row, member) : null
}

function selectTokens(member: Member) {
  const tokens = getDatabase()
    .selectFrom('apiToken')
    .innerJoin('user', 'user.id', 'apiToken.userId')
    .where('apiToken.teamId', '=', member.teamId)
    .select([
      'apiToken.id',
      'apiToken.userId',
      'apiToken.name',
      'apiToken.role',
      'apiToken.scopes',
      'apiToken.createdAt',
      'apiToken.expiresAt',
      'apiToken.lastUsedAt',
      'apiToken.revokedAt',
      'apiToken.revokedBy',
      'user.name as ownerName',
      'user.email as ownerEmail',
    ])
  return seesAll(member) ? tokens : tokens.where('apiToken.userId', '=', member.userId)
}

type Row = Awaited<ReturnType<ReturnType<typeof selectTokens>['execute']>>[number]

function tokenOfRow(row: Row, member: Member): ApiToken {
  const { id, name, createdAt, expiresAt, lastUsedAt, revokedAt, revokedBy } = row
  const isOver = Date.parse(expiresAt) <= clock.now()
  return {
    id,
    name,
    owner: { name: row.ownerName, email: row.ownerEmail },
    mine: row.userId === member.userId,
    role: RoleSchema.parse(row.role),
    scopes: ScopesSchema.parse(JSON.parse(row.scopes)),
    createdAt,
    expiresAt,
    lastUsedAt,
    revokedAt,
    revokedBy,
    state: revokedAt !== null ? 'revoked' : isOver ? 'expired' : 'active',
  }
}
