import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { getDatabase, inTransaction } from '#lib/server/db/database.ts'
import type { Team } from '#lib/shared/team.ts'
import { addMember, createTeam } from './membership.ts'

/** More teams than anybody needs; a bound for a runaway script. */
const MAX_TEAMS = 50

/** mayFoundTeam tells whether somebody may make a further team: who owns or administers one already. */
export async function mayFoundTeam(userId: string): Promise<boolean> {
  const head = await getDatabase()
    .selectFrom('member')
    .where('userId', '=', userId)
    .where('disabledAt', 'is', null)
    .where('role', 'in', ['owner', 'admin'])
    .select('teamId')
    .executeTakeFirst()
  return head !== undefined
}

/** foundTeam makes a team with its maker as owner. Throws AppError `forbidden` or, at fifty teams, `conflict`. Audited. */
export async function foundTeam(founder: { userId: string; email: string; name: string }): Promise<Team> {
  if (!(await mayFoundTeam(founder.userId))) {
    throw new AppError({
      code: 'forbidden',
      message: 'Only owners and admins of a team can make another one.',
      advice: 'Ask one of them.',
    })
  }
  return inTransaction(async (tx) => {
    const mine = await tx.selectFrom('member').where('userId', '=', founder.userId).select('teamId').execute()
    if (mine.length >= MAX_TEAMS) {
      throw new AppError({ code: 'conflict', message: `You are in ${mine.length} teams already.` })
    }
    const id = await createTeam(tx, founder.name)
    await addMember(tx, id, founder.userId, 'owner')
    await recordAuditEvent(tx, {
      action: 'team.created',
      teamId: id,
      actor: founder.email,
      subject: id,
      details: { name: founder.name },
    })
    return { id, name: founder.name, role: 'owner' }
  })
}

/** renameTeam gives a team another name. Audited. */
export async function renameTeam(change: { team: Team; name: string; by: string }): Promise<Team> {
  const { team, name, by } = change
  await inTransaction(async (tx) => {
    await tx.updateTable('team').set({ name }).where('id', '=', team.id).execute()
    await recordAuditEvent(tx, {
      action: 'team.renamed',
      teamId: team.id,
      actor: by,
      subject: team.id,
      details: { from: team.name, to: name },
    })
  })
  return { ...team, name }
}
