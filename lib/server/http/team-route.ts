import 'server-only'
import type { z } from 'zod'
import { withActingToken } from '#lib/server/audit/acting-token.ts'
import { requireRecentProof } from '#lib/server/auth/recent-proof.ts'
import { type Member, requireMember } from '#lib/server/auth/require-member.ts'
import { watchSession } from '#lib/server/auth/watch-session.ts'
import type { ProfileRight } from '#lib/shared/grant.ts'
import type { Action, Team } from '#lib/shared/team.ts'
import { auditingBlocked } from './audit-blocked-call.ts'
import { holdsPlaceRight, requirePlaceRight } from './profile-place.ts'
import { attachSpec, type Output, type RouteHandler, type RouteSpec } from './route-spec.ts'
import { guarded, readInput, readPath, respond } from './run-route.ts'
import { findStream } from './stream-registry.ts'

export interface TeamCall<P, Q, B> {
  readonly team: Team
  readonly member: Member
  /** Every right of the member on the path's profile; empty on a path without one. */
  readonly rights: readonly ProfileRight[]
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly request: Request
  readonly signal: AbortSignal
}

/**
 * teamRoute makes the handler of a path under `/api/teams/{team}`. In this order: the request must come from a page
 * of ours (when it changes something), somebody must be signed in (401), be a member of the team (404 otherwise, as
 * for a team that is not there), have the right for `action` (403), on a path with a profile or a job the right
 * `profileRight` on that profile (404 when not even to be seen, else 403) and, with `recentProof`, have proved of late
 * who they are (403); then path, query and body are checked (400, 413). The handler gives a value, sent through
 * `response`, or a Response. A stream ends within seconds of its session, role or right.
 */
export function teamRoute<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  spec: Omit<RouteSpec, 'action' | 'access' | 'params' | 'query' | 'body'> & {
    action: Action
    params?: P
    query?: Q
    body?: B
  },
  handler: (call: TeamCall<Output<P>, Output<Q>, Output<B>>) => unknown,
): RouteHandler {
  const declared = { ...spec, access: 'team' } as RouteSpec
  return attachSpec(
    (request, context) =>
      guarded(request, async () => {
        const teamId = (await context.params)?.team
        const { team, member } = await requireMember(request, teamId, spec.action)
        const params = (await readPath(context, declared.params)) as Output<P>
        const place = { params, right: spec.profileRight, member }
        const rights = await requirePlaceRight(place)
        if (declared.recentProof) await requireRecentProof(member)
        const input = await readInput(request, declared)
        const query = input.query as Output<Q>
        const body = input.body as Output<B>
        const call = { team, member, rights, params, query, body, request, signal: request.signal }
        const answer = await withActingToken(member.tokenId, () =>
          auditingBlocked({ teamId: team.id, actor: member.email, params }, () => handler(call)),
        )
        const response = respond(answer, declared)
        const stream = findStream(request)
        if (stream) watchSession(member, spec.action, stream, (now) => holdsPlaceRight(place, now))
        return response
      }),
    declared,
  )
}
