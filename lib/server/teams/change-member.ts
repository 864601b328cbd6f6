import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { isoNow } from '#lib/server/base/clock.ts'
import { inTransaction, type Tx } from '#lib/server/db/database.ts'
import { type ChangeMember, isLower, mayManage, type TeamMember } from '#lib/shared/member.ts'
import { can, type Role, RoleSchema } from '#lib/shared/team.ts'
import { endSessions } from './end-sessions.ts'
import { findMember } from './list-members.ts'

/** Head is who changes members: an owner or admin, in the session in which they do it. */
export interface Head {
  readonly userId: string
  readonly email: string
  readonly role: Role
  readonly sessionId?: string | undefined
}

export interface MemberOf {
  readonly teamId: string
  readonly userId: string
  readonly by: Head
}

interface Held {
  readonly role: Role
  readonly disabledAt: string | null
  readonly email: string
}

/**
 * changeMember gives a member another role, or disables or enables them, and gives the member as they are then. Who
 * can do less afterwards is signed out everywhere at once. Throws `not_found` for nobody of this team, `forbidden` for
 * an admin who reaches for an owner or for ownership, `conflict` when the team would lose its last owner. Audited.
 */
export async function changeMember(place: MemberOf & { change: ChangeMember }): Promise<TeamMember> {
  const { teamId, userId, by, change } = place
  await inTransaction(async (tx) => {
    const held = await holdMember(tx, place)
    const role = change.role ?? held.role
    if (!mayManage(by.role, role)) throw notOwners()
    const wasOn = held.disabledAt === null
    const isOn = change.disabled === undefined ? wasOn : !change.disabled
    if (held.role === 'owner' && (role !== 'owner' || !isOn)) await keepAnOwner(tx, place)
    const disabledAt = isOn ? null : (held.disabledAt ?? isoNow())
    // A role that a person gave is theirs: rules of the sign-on move only who came by them.
    const source = change.role === undefined ? {} : { source: 'invited' }
    await tx
      .updateTable('member')
      .set({ role, disabledAt, ...source })
      .where('teamId', '=', teamId)
      .where('userId', '=', userId)
      .execute()
    const entry = { teamId, actor: by.email, subject: userId }
    if (role !== held.role) {
      const details = { email: held.email, from: held.role, to: role }
      await recordAuditEvent(tx, { ...entry, action: 'member.role-changed', details })
    }
    if (isOn !== wasOn) {
      const action = isOn ? 'member.enabled' : 'member.disabled'
      await recordAuditEvent(tx, { ...entry, action, details: { email: held.email } })
    }
    if (isLower(role, held.role) || (wasOn && !isOn)) await loseRights(tx, place, isOn ? role : null)
  })
  const member = await findMember(teamId, userId)
  if (!member) throw notFound()
  return member
}

/**
 * removeMember takes somebody out of a team, or oneself. The account stays, and its other teams. Signed out everywhere
 * at once. Throws as changeMember does. Audited.
 */
export async function removeMember(place: MemberOf): Promise<void> {
  const { teamId, userId, by } = place
  await inTransaction(async (tx) => {
    const held = await holdMember(tx, place)
    if (held.role === 'owner') await keepAnOwner(tx, place)
    await tx.deleteFrom('member').where('teamId', '=', teamId).where('userId', '=', userId).execute()
    await recordAuditEvent(tx, {
      action: 'member.removed',
      teamId,
      actor: by.email,
      subject: userId,
      details: { email: held.email, role: held.role },
    })
    await loseRights(tx, place, null)
  })
}

async function holdMember(tx: Tx, { teamId, userId, by }: MemberOf): Promise<Held> {
  const row = await tx
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.userId')
    .where('member.teamId', '=', teamId)
    .where('member.userId', '=', userId)
    .select(['member.role', 'member.disabledAt', 'user.email'])
    .executeTakeFirst()
  if (!row) throw notFound()
  const role = RoleSchema.parse(row.role)
  if (userId !== by.userId && !mayManage(by.role, role)) throw notOwners()
  return { role, disabledAt: row.disabledAt, email: row.email }
}

/** In the transaction that takes one away, so that two owners can't each remove the other. */
async function keepAnOwner(tx: Tx, { teamId, userId }: MemberOf): Promise<void> {
  // The row of the team is written to hold others off where transactions run beside each other.
  await tx
    .updateTable('team')
    .set((e) => ({ name: e.ref('name') }))
    .where('id', '=', teamId)
    .execute()
  const other = await tx
    .selectFrom('member')
    .where('teamId', '=', teamId)
    .where('role', '=', 'owner')
    .where('disabledAt', 'is', null)
    .where('userId', '!=', userId)
    .select('userId')
    .executeTakeFirst()
  if (other) return
  throw new AppError({
    code: 'conflict',
    message: 'This is the team’s last owner.',
    advice: 'Make somebody else an owner first.',
  })
}

/** The invitations of somebody who may no longer invite end with the right; sessions begin anew with the new role. */
async function loseRights(tx: Tx, { teamId, userId, by }: MemberOf, role: Role | null): Promise<void> {
  await endSessions(tx, userId, userId === by.userId ? (by.sessionId ?? null) : null)
  if (role !== null && can(role, 'invitation.manage')) return
  await tx
    .updateTable('invitation')
    .set({ revokedAt: isoNow() })
    .where('teamId', '=', teamId)
    .where('inviterId', '=', userId)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .execute()
}

function notOwners(): AppError {
  return new AppError({
    code: 'forbidden',
    message: 'Admins can neither make nor change owners.',
    advice: 'Ask an owner of the team.',
  })
}
