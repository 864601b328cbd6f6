import 'server-only'
import { beginSignIn, SignInSchema } from '#lib/server/auth/sign-in.ts'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { respondJson } from '#lib/server/http/respond.ts'
import { withCookies } from '#lib/server/http/with-cookies.ts'
import { SignInStepSchema } from '#lib/shared/account.ts'

export const dynamic = 'force-dynamic'

export const POST = publicRoute(
  {
    summary: 'Begins a session: the answer sets its cookie, or asks for the code of the second factor.',
    body: SignInSchema,
    response: SignInStepSchema,
  },
  async ({ body, request }) => {
    const begun = await beginSignIn(body, request)
    if ('challenge' in begun) return { signedIn: false, challenge: begun.challenge }
    return withCookies(respondJson({ signedIn: true }), begun.headers)
  },
)
