import 'server-only'
import { z } from 'zod'
import { beginPasskeySignIn } from '#lib/server/auth/answer-passkey.ts'
import { PasskeyOptionsSchema } from '#lib/server/auth/passkeys.ts'
import { publicRoute } from '#lib/server/http/public-route.ts'

export const dynamic = 'force-dynamic'

export const POST = publicRoute(
  {
    summary: 'What the browser needs to sign in with a passkey.',
    body: z.strictObject({}),
    response: PasskeyOptionsSchema,
  },
  ({ request }) => beginPasskeySignIn(request),
)
