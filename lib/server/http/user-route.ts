import 'server-only'
import type { z } from 'zod'
import { requireRecentProof } from '#lib/server/auth/recent-proof.ts'
import { requireUser, type SignedInUser } from '#lib/server/auth/require-member.ts'
import { attachSpec, type Output, type RouteHandler, type RouteSpec } from './route-spec.ts'
import { guarded, readInput, readPath, respond } from './run-route.ts'

export interface UserCall<P, Q, B> {
  readonly user: SignedInUser
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly request: Request
  readonly signal: AbortSignal
}

/** userRoute makes a handler for anybody who is signed in, outside of any team: who am I, which teams are mine. */
export function userRoute<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  spec: Omit<RouteSpec, 'action' | 'access' | 'params' | 'query' | 'body'> & {
    params?: P
    query?: Q
    body?: B
  },
  handler: (call: UserCall<Output<P>, Output<Q>, Output<B>>) => unknown,
): RouteHandler {
  const declared = { ...spec, access: 'user' } as RouteSpec
  return attachSpec(
    (request, context) =>
      guarded(request, async () => {
        const user = await requireUser(request)
        if (declared.recentProof) await requireRecentProof(user)
        const params = (await readPath(context, declared.params)) as Output<P>
        const input = await readInput(request, declared)
        const query = input.query as Output<Q>
        const body = input.body as Output<B>
        return respond(
          await handler({ user, params, query, body, request, signal: request.signal }),
          declared,
        )
      }),
    declared,
  )
}
