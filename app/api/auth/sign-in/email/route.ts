import 'server-only'
import { z } from 'zod'
import { SignInSchema, signIn } from '#lib/server/auth/sign-in.ts'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { respondJson } from '#lib/server/http/respond.ts'
import { withCookies } from '#lib/server/http/with-cookies.ts'

export const dynamic = 'force-dynamic'

export const POST = publicRoute(
  {
    summary: 'Begins a session: the answer sets its cookie.',
    body: SignInSchema,
    response: z.object({ signedIn: z.literal(true) }),
  },
  async ({ body, request }) => withCookies(respondJson({ signedIn: true }), await signIn(body, request)),
)
