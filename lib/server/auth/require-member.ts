import 'server-only'
import { AppError } from '#lib/server/base/app-error.ts'
import type { Action, Role, Team } from '#lib/shared/team.ts'

/** SignedInUser is who sent the request. */
export interface SignedInUser {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly sessionId: string
}

/** Member is a signed-in user with a role in the team of the path. */
export interface Member extends SignedInUser {
  readonly role: Role
}

/** requireUser gives the signed-in user or throws `unauthenticated`. */
export async function requireUser(_request: Request): Promise<SignedInUser> {
  await Promise.resolve()
  throw new AppError({ code: 'unauthenticated', message: 'Sign in first.' })
}

/** requireMember gives team and member, or throws `unauthenticated`, `not_found`, `forbidden`. */
export async function requireMember(
  request: Request,
  _teamId: unknown,
  _action: Action,
): Promise<{ team: Team; member: Member }> {
  await requireUser(request)
  throw new AppError({ code: 'unauthenticated', message: 'Sign in first.' })
}
