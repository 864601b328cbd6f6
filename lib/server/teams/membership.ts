import 'server-only'
import { isoNow } from '#lib/server/base/clock.ts'
import { getDatabase, type Tx } from '#lib/server/db/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { type Role, RoleSchema, type Team, TeamSchema } from '#lib/shared/team.ts'

/** listTeams gives the teams of a user with the role in each, the oldest first; not those where they are disabled. */
export async function listTeams(userId: string): Promise<Team[]> {
  const rows = await getDatabase()
    .selectFrom('member')
    .innerJoin('team', 'team.id', 'member.teamId')
    .where('member.userId', '=', userId)
    .where('member.disabledAt', 'is', null)
    .select(['team.id', 'team.name', 'member.role'])
    .orderBy('team.createdAt')
    .orderBy('team.id')
    .execute()
  return rows.map((row) => TeamSchema.parse(row))
}

/** findMembership gives the team with the user's role in it; null for a team that is not there, not theirs, or where they are disabled. */
export async function findMembership(userId: string, teamId: string): Promise<Team | null> {
  const row = await getDatabase()
    .selectFrom('member')
    .innerJoin('team', 'team.id', 'member.teamId')
    .where('member.userId', '=', userId)
    .where('member.teamId', '=', teamId)
    .where('member.disabledAt', 'is', null)
    .select(['team.id', 'team.name', 'member.role'])
    .executeTakeFirst()
  return row ? TeamSchema.parse(row) : null
}

/** createTeam makes a team in the caller's transaction and gives its id. */
export async function createTeam(tx: Tx, name: string): Promise<string> {
  const id = newId('team')
  await tx.insertInto('team').values({ id, name, createdAt: isoNow() }).execute()
  return id
}

/** addMember gives a user a role in a team, in the caller's transaction. */
export async function addMember(
  tx: Tx,
  teamId: string,
  userId: string,
  role: Role,
  source: 'invited' | 'sign-on' = 'invited',
): Promise<void> {
  await tx
    .insertInto('member')
    .values({ teamId, userId, role: RoleSchema.parse(role), createdAt: isoNow(), source })
    .execute()
}
