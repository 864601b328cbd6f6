import 'server-only'
import type { BetterAuthPlugin } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'
import { notFound } from '#lib/server/base/app-error.ts'

/**
 * sessionCookies lets better-auth sign the cookie of a session that we stored ourselves. It answers no request: no
 * handler of better-auth's is mounted, and the endpoint has no path.
 */
export function sessionCookies() {
  return {
    id: 'keystream-session-cookies',
    endpoints: {
      signSessionCookie: createAuthEndpoint(
        { method: 'POST', body: z.object({ token: z.string() }) },
        async (ctx) => {
          const found = await ctx.context.internalAdapter.findSession(ctx.body.token)
          if (!found) throw notFound()
          await setSessionCookie(ctx, found)
          return { signed: true }
        },
      ),
    },
  } satisfies BetterAuthPlugin
}
