import 'server-only'
import { StartSchema, startSignOn } from '#lib/server/auth/oidc-sign-in.ts'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { redirectTo } from '#lib/server/http/redirect-to.ts'

export const dynamic = 'force-dynamic'

export const GET = publicRoute(
  { summary: 'Sends the browser to the provider of the single sign-on.', query: StartSchema, status: 302 },
  async ({ query, request }) => redirectTo(await startSignOn(query, request)),
)
