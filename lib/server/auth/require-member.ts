import 'server-only'
import { recordAuditEvent } from '#lib/server/audit/record-audit-event.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { inTransaction } from '#lib/server/db/database.ts'
import { findMembership } from '#lib/server/teams/membership.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { type Action, can, type Role, type Team } from '#lib/shared/team.ts'
import { findSession, type SignedInUser } from './find-session.ts'

export type { SignedInUser } from './find-session.ts'

/** Member is a signed-in user with a role in the team of the path. */
export interface Member extends SignedInUser {
  readonly role: Role
}

/** requireUser gives the signed-in user. Throws AppError `unauthenticated`. */
export async function requireUser(request: Request): Promise<SignedInUser> {
  const user = await findSession(request.headers)
  if (user) return user
  throw new AppError({
    code: 'unauthenticated',
    message: 'You are not signed in, or the session has ended.',
    advice: 'Sign in and try again.',
  })
}

/**
 * requireMember gives team and member when the signed-in user may do `action` there. Throws AppError `unauthenticated`;
 * `not_found` for a team that is not there, not theirs, or malformed; `forbidden`, audited, for a role without the right.
 */
export async function requireMember(
  request: Request,
  teamId: unknown,
  action: Action,
): Promise<{ team: Team; member: Member }> {
  const user = await requireUser(request)
  const id = IdSchema.safeParse(teamId)
  const team = id.success ? await findMembership(user.userId, id.data) : null
  if (!team) throw notFound()
  if (can(team.role, action)) return { team, member: { ...user, role: team.role } }
  await inTransaction((tx) =>
    recordAuditEvent(tx, {
      action: 'authorisation.denied',
      teamId: team.id,
      actor: user.email,
      details: { action, role: team.role },
    }),
  )
  throw new AppError({
    code: 'forbidden',
    message: `Your role in this team, ${team.role}, does not allow that.`,
    advice: 'Ask an owner or admin of the team.',
  })
}
