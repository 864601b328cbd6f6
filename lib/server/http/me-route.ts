import 'server-only'
import { findMe } from '#lib/server/auth/find-me.ts'
import { AppError } from '#lib/server/base/app-error.ts'
import type { Me } from '#lib/shared/team.ts'
import { attachSpec, type RouteHandler, type RouteSpec } from './route-spec.ts'
import { guarded, readInput, respond } from './run-route.ts'

/**
 * meRoute makes a handler that reads about the caller alone, outside of any team: a signed-in user, or for whom an API
 * token acts, who then has the token's one team. Throws 401 for nobody.
 */
export function meRoute(
  spec: Pick<RouteSpec, 'summary' | 'response'>,
  handler: (me: Me) => unknown,
): RouteHandler {
  const declared: RouteSpec = { ...spec, access: 'user', tokens: true }
  return attachSpec(
    (request) =>
      guarded(request, async () => {
        const me = await findMe(request.headers)
        if (!me) {
          throw new AppError({
            code: 'unauthenticated',
            message: 'You are not signed in, or the session or token has ended.',
            advice: 'Sign in and try again.',
          })
        }
        await readInput(request, declared)
        return respond(await handler(me), declared)
      }),
    declared,
  )
}
