import 'server-only'
import { z } from 'zod'
import { signOut } from '#lib/server/auth/sign-in.ts'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { respondJson } from '#lib/server/http/respond.ts'
import { withCookies } from '#lib/server/http/with-cookies.ts'

export const dynamic = 'force-dynamic'

export const POST = publicRoute(
  {
    summary: 'Ends the session and clears its cookie.',
    body: z.strictObject({}),
    response: z.object({ signedIn: z.literal(false) }),
  },
  async ({ request }) => withCookies(respondJson({ signedIn: false }), await signOut(request)),
)
