import 'server-only'
import type { z } from 'zod'
import { attachSpec, type Output, type RouteHandler, type RouteSpec } from './route-spec.ts'
import { guarded, readInput, readPath, respond } from './run-route.ts'

export interface PublicCall<P, Q, B> {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly request: Request
  readonly signal: AbortSignal
}

/** publicRoute makes a handler that anybody may call: health, readiness, set-up, contract. */
export function publicRoute<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  spec: Omit<RouteSpec, 'action' | 'access' | 'params' | 'query' | 'body'> & {
    params?: P
    query?: Q
    body?: B
  },
  handler: (call: PublicCall<Output<P>, Output<Q>, Output<B>>) => unknown,
): RouteHandler {
  const declared = { ...spec, access: 'public' } as RouteSpec
  return attachSpec(
    (request, context) =>
      guarded(request, async () => {
        const params = (await readPath(context, declared.params)) as Output<P>
        const input = await readInput(request, declared)
        const query = input.query as Output<Q>
        const body = input.body as Output<B>
        return respond(await handler({ params, query, body, request, signal: request.signal }), declared)
      }),
    declared,
  )
}
