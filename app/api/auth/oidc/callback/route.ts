import 'server-only'
import { z } from 'zod'
import { finishSignOn } from '#lib/server/auth/oidc-sign-in.ts'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { redirectTo } from '#lib/server/http/redirect-to.ts'

export const dynamic = 'force-dynamic'

export const GET = publicRoute(
  {
    summary: 'Takes the answer of the provider of the single sign-on, and sets the session’s cookie.',
    // Providers add parameters of their own; the library checks those that count.
    query: z.looseObject({}),
    status: 302,
  },
  async ({ request }) => redirectTo(await finishSignOn(request)),
)
