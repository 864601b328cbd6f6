import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { clock, isoNow } from '#lib/server/base/clock.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { type CreatedToken, type CreateToken, lesserRole } from '#lib/shared/api-token.ts'
import { newId } from '#lib/shared/ids.ts'
import type { Member } from '../require-member.ts'
import { findToken } from './list-tokens.ts'
import { hashTokenText, newTokenText } from './token-text.ts'

/** More than anybody keeps track of. */
const MAX_ACTIVE = 20
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * createToken makes a token that acts for the member, and gives its text this once. Throws `forbidden` for a role above
 * the member's own, `conflict` for one too many.
 */
export async function createToken(member: Member, input: CreateToken): Promise<CreatedToken> {
  if (lesserRole(member.role, input.role) !== input.role) {
    throw new AppError({
      code: 'forbidden',
      field: 'role',
      message: `A token of yours can be no more than ${member.role}.`,
    })
  }
  const text = newTokenText()
  const hash = await hashTokenText(text)
  const id = newId('tok')
  const { teamId, userId } = member
  const now = isoNow()
  await inTransaction(async (tx) => {
    const { count } = await tx
      .selectFrom('apiToken')
      .where('teamId', '=', teamId)
      .where('userId', '=', userId)
      .where('revokedAt', 'is', null)
      .where('expiresAt', '>', now)
      .select((e) => e.fn.countAll().as('count'))
      .executeTakeFirstOrThrow()
    if (Number(count) >= MAX_ACTIVE) throw tooMany()
    const { name, role, scopes, days } = input
    const expiresAt = new Date(clock.now() + days * DAY_MS).toISOString()
    const given = { name, role, scopes: JSON.stringify(scopes), expiresAt, createdAt: now }
    const unused = { lastUsedAt: null, revokedAt: null, revokedBy: null }
    await tx
      .insertInto('apiToken')
      .values({ id, teamId, userId, hash, ...given, ...unused })
      .execute()
    await recordAuditEvent(tx, {
      action: 'token.created',
      teamId,
      actor: member.email,
      subject: id,
      details: { name, role, scopes: scopes.join(' '), expiresAt },
    })
  })
  const token = await findToken(member, id)
  if (!token) throw new Error('A token that was just made is not there.')
  return { token, text }
}

function tooMany(): AppError {
  return new AppError({
    code: 'conflict',
    message: `You have ${MAX_ACTIVE} tokens in this team already.`,
    advice: 'Revoke one that is not needed any more.',
  })
}
