import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import { getDatabase, inTransaction, type Tx } from '#lib/server/db/database.ts'
import { grantableRoles, isLower, type SignOnRule, SignOnRuleSchema } from '#lib/shared/member.ts'
import { type Role, RoleSchema } from '#lib/shared/team.ts'
import type { Head } from './change-member.ts'
import { endSessions } from './end-sessions.ts'
import { addMember } from './membership.ts'

/** listSignOnRules gives which group has which role in a team. */
export async function listSignOnRules(teamId: string): Promise<SignOnRule[]> {
  const rows = await getDatabase()
    .selectFrom('signOnRule')
    .where('teamId', '=', teamId)
    .select(['group', 'role'])
    .orderBy('group')
    .execute()
  return rows.map((row) => SignOnRuleSchema.parse(row))
}

/**
 * replaceSignOnRules stores all rules of a team at once. They count from each person's next sign-in on. Throws
 * `bad_request` for a group that stands twice, `forbidden` for a role above the own. Audited.
 */
export async function replaceSignOnRules(change: {
  teamId: string
  rules: readonly SignOnRule[]
  by: Head
}): Promise<SignOnRule[]> {
  const { teamId, rules, by } = change
  const groups = rules.map((rule) => rule.group)
  const twice = groups.find((group, index) => groups.indexOf(group) !== index)
  if (twice !== undefined) {
    throw new AppError({ code: 'bad_request', message: 'A group stands twice.', field: 'rules' })
  }
  if (rules.some((rule) => !grantableRoles(by.role).includes(rule.role))) {
    throw new AppError({
      code: 'forbidden',
      message: 'A rule gives more than your own role.',
      field: 'rules',
    })
  }
  await inTransaction(async (tx) => {
    await tx.deleteFrom('signOnRule').where('teamId', '=', teamId).execute()
    if (rules.length > 0) {
      await tx
        .insertInto('signOnRule')
        .values(rules.map((rule) => ({ teamId, ...rule })))
        .execute()
    }
    await recordAuditEvent(tx, {
      action: 'sign-on.changed',
      teamId,
      actor: by.email,
      subject: teamId,
      details: { rules: rules.map((rule) => `${rule.group}=${rule.role}`).join(', ') },
    })
  })
  return listSignOnRules(teamId)
}

/**
 * applySignOnRules brings a person's teams in line with their groups, in the caller's transaction: the highest role
 * of all that match. It adds, moves and removes only who came by such a rule; who was invited stays as they are, and
 * so does who is disabled. Gives how many teams the person is in afterwards. Audited.
 */
export async function applySignOnRules(
  tx: Tx,
  person: { userId: string; email: string; groups: readonly string[] },
): Promise<number> {
  const { userId, email } = person
  const wanted = await wantedRoles(tx, person.groups)
  const held = await tx.selectFrom('member').where('userId', '=', userId).selectAll().execute()
  let lost = false
  for (const place of held.filter((each) => each.source === 'sign-on')) {
    const role = wanted.get(place.teamId)
    const entry = { teamId: place.teamId, actor: email, subject: userId }
    if (role === undefined) {
      lost = true
      await tx.deleteFrom('member').where('teamId', '=', place.teamId).where('userId', '=', userId).execute()
      const details = { email, role: place.role, by: 'sign-on' }
      await recordAuditEvent(tx, { ...entry, action: 'member.removed', details })
    } else if (role !== place.role) {
      lost ||= isLower(role, RoleSchema.parse(place.role))
      await tx
        .updateTable('member')
        .set({ role })
        .where('teamId', '=', place.teamId)
        .where('userId', '=', userId)
        .execute()
      const details = { email, from: place.role, to: role, by: 'sign-on' }
      await recordAuditEvent(tx, { ...entry, action: 'member.role-changed', details })
    }
  }
  for (const [teamId, role] of wanted) {
    if (held.some((place) => place.teamId === teamId)) continue
    await addMember(tx, teamId, userId, role, 'sign-on')
    const details = { email, role, by: 'sign-on' }
    await recordAuditEvent(tx, { action: 'member.joined', teamId, actor: email, subject: userId, details })
  }
  if (lost) await endSessions(tx, userId)
  const left = await tx.selectFrom('member').where('userId', '=', userId).select('teamId').execute()
  return left.length
}

/** The highest role for each team that has a rule for one of the groups. */
async function wantedRoles(tx: Tx, groups: readonly string[]): Promise<Map<string, Role>> {
  const wanted = new Map<string, Role>()
  if (groups.length === 0) return wanted
  const rules = await tx
    .selectFrom('signOnRule')
    .where('group', 'in', [...groups])
    .selectAll()
    .execute()
  for (const rule of rules) {
    const role = RoleSchema.parse(rule.role)
    const best = wanted.get(rule.teamId)
    if (best === undefined || isLower(best, role)) wanted.set(rule.teamId, role)
  }
  return wanted
}
