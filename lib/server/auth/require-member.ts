import 'server-only'
import { withActingToken } from '#lib/server/audit/acting-token.ts'
import { AppError, notFound } from '#lib/server/base/app-error.ts'
import { findMembership } from '#lib/server/teams/membership.ts'
import { scopesAllow } from '#lib/shared/api-token.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { type Action, can, type Role, type Team } from '#lib/shared/team.ts'
import { findSession, type SignedInUser } from './find-session.ts'
import { recordDenied, requireAction } from './require-action.ts'
import { findTokenCaller, type TokenCaller } from './tokens/find-token.ts'
import { readBearer } from './tokens/token-text.ts'

export type { SignedInUser } from './find-session.ts'

/** Member is who acts in the team of the path, with a role there: by a session, or by an API token. */
export interface Member extends Omit<SignedInUser, 'sessionId'> {
  readonly teamId: string
  readonly role: Role
  readonly sessionId?: string
  readonly tokenId?: string
}

/** requireUser gives the signed-in user. Throws AppError `unauthenticated`. */
export async function requireUser(request: Request): Promise<SignedInUser> {
  const user = readBearer(request.headers) === null ? await findSession(request.headers) : null
  if (user) return user
  throw new AppError({
    code: 'unauthenticated',
    message: 'You are not signed in, or the session has ended.',
    advice: 'Sign in and try again.',
  })
}

/**
 * requireMember gives team and member when who sends the request may do `action` there: a signed-in user or, with an
 * Authorization header, an API token as far as its scopes and role go. Throws AppError `unauthenticated`; `not_found`
 * for a team that is not there, not theirs, or malformed; `forbidden`, audited, for a role without the right.
 */
export async function requireMember(
  request: Request,
  teamId: unknown,
  action: Action,
): Promise<{ team: Team; member: Member }> {
  const bearer = readBearer(request.headers)
  return bearer === null ? requireSignedIn(request, teamId, action) : requireToken(bearer, teamId, action)
}

async function requireSignedIn(request: Request, teamId: unknown, action: Action) {
  const user = await requireUser(request)
  const id = IdSchema.safeParse(teamId)
  const team = id.success ? await findMembership(user.userId, id.data) : null
  if (!team) throw notFound()
  const member = { ...user, teamId: team.id, role: team.role }
  await requireAction(member, action)
  return { team, member }
}

async function requireToken(bearer: string, teamId: unknown, action: Action) {
  const caller = await requireTokenCaller(bearer)
  const { team, scopes, userId, name, email, tokenId } = caller
  if (team.id !== teamId) throw notFound()
  if (can(team.role, action) && scopesAllow(scopes, action)) {
    return { team, member: { userId, name, email, tokenId, teamId: team.id, role: team.role } }
  }
  await withActingToken(tokenId, () => recordDenied({ teamId: team.id, role: team.role, email }, action))
  throw new AppError({
    code: 'forbidden',
    message: `This token may not do that: it is ${team.role} with the scopes ${scopes.join(', ')}.`,
    advice: 'Make a token with the scope that is needed, on the page of the team’s tokens.',
  })
}

/** requireTokenCaller gives for whom a bearer token acts. Throws AppError `unauthenticated`, whatever is wrong with it. */
export async function requireTokenCaller(bearer: string): Promise<TokenCaller> {
  const caller = await findTokenCaller(bearer)
  if (caller) return caller
  throw new AppError({
    code: 'unauthenticated',
    message: 'This API token is not known, has expired, or was revoked.',
    advice: 'Make a new one on the page of the team’s tokens.',
  })
}
