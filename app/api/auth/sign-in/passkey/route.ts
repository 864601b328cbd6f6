import 'server-only'
import { z } from 'zod'
import { signInWithPasskey } from '#lib/server/auth/answer-passkey.ts'
import { PasskeyAnswerSchema } from '#lib/server/auth/passkeys.ts'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { respondJson } from '#lib/server/http/respond.ts'
import { withCookies } from '#lib/server/http/with-cookies.ts'

export const dynamic = 'force-dynamic'

export const POST = publicRoute(
  {
    summary: 'Begins a session with a passkey.',
    body: PasskeyAnswerSchema,
    response: z.object({ signedIn: z.literal(true) }),
  },
  async ({ body, request }) =>
    withCookies(respondJson({ signedIn: true }), await signInWithPasskey(body, request)),
)
