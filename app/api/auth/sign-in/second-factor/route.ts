import 'server-only'
import { z } from 'zod'
import { answerSecondFactor, SecondFactorSchema } from '#lib/server/auth/answer-second-factor.ts'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { respondJson } from '#lib/server/http/respond.ts'
import { withCookies } from '#lib/server/http/with-cookies.ts'

export const dynamic = 'force-dynamic'

export const POST = publicRoute(
  {
    summary: 'Ends a sign-in with the code of an authenticator app, or with a recovery code.',
    body: SecondFactorSchema,
    response: z.object({ signedIn: z.literal(true) }),
  },
  async ({ body, request }) =>
    withCookies(respondJson({ signedIn: true }), await answerSecondFactor(body, request)),
)
