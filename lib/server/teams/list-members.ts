import 'server-only'
import type { z } from 'zod'
import { getDatabase } from '#lib/server/db/database.ts'
import { type TeamMember, type TeamMemberPageSchema, TeamMemberSchema } from '#lib/shared/member.ts'
import { can, type Role } from '#lib/shared/team.ts'

/**
 * listMembers gives a page of a team's members in the order of their ids, which tells nothing and never changes. Whose
 * account has no second factor is told to `for` whom it is a task, and to nobody for whom it is a target.
 */
export async function listMembers(query: {
  teamId: string
  for: Role
  after?: string | undefined
  limit: number
}): Promise<z.infer<typeof TeamMemberPageSchema>> {
  const rows = await memberRows(query.teamId)
    .$if(query.after !== undefined, (q) => q.where('member.userId', '>', query.after ?? ''))
    .orderBy('member.userId')
    .limit(query.limit + 1)
    .execute()
  const isHead = can(query.for, 'member.manage')
  const items = rows.slice(0, query.limit).map((row) => {
    const member = toMember(row)
    return isHead ? member : { ...member, secondFactor: null }
  })
  return { items, next: rows.length > query.limit ? (items.at(-1)?.userId ?? null) : null }
}

/** findMember gives one member, or null for nobody of this team. */
export async function findMember(teamId: string, userId: string): Promise<TeamMember | null> {
  const row = await memberRows(teamId).where('member.userId', '=', userId).executeTakeFirst()
  return row ? toMember(row) : null
}

function memberRows(teamId: string) {
  return getDatabase()
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .where('member.teamId', '=', teamId)
    .select([
      'member.userId',
      'user.name',
      'user.email',
      'member.role',
      'member.source',
      'member.createdAt as joinedAt',
      'member.disabledAt',
    ])
    .select((e) => [
      e
        .selectFrom('session')
        .whereRef('session.userId', '=', 'member.userId')
        .select((s) => s.fn.max('session.lastSeenAt').as('at'))
        .as('lastSeenAt'),
      e
        .selectFrom('totp')
        .whereRef('totp.userId', '=', 'member.userId')
        .where('totp.confirmedAt', 'is not', null)
        .select('totp.userId')
        .as('totp'),
      e
        .selectFrom('passkey')
        .whereRef('passkey.userId', '=', 'member.userId')
        .select((s) => s.fn.max('passkey.id').as('id'))
        .as('passkey'),
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof memberRows>['execute']>>[number]

function toMember({ totp, passkey, ...row }: Row): TeamMember {
  return TeamMemberSchema.parse({ ...row, secondFactor: totp !== null || passkey !== null })
}
