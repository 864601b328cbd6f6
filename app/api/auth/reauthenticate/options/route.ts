import 'server-only'
import { z } from 'zod'
import { askForPasskey, PasskeyOptionsSchema } from '#lib/server/auth/passkeys.ts'
import { userRoute } from '#lib/server/http/user-route.ts'

export const dynamic = 'force-dynamic'

export const POST = userRoute(
  {
    summary: 'What the browser needs to prove the session with a passkey.',
    body: z.strictObject({}),
    response: PasskeyOptionsSchema,
  },
  ({ user }) => askForPasskey('passkey-proof', user.userId),
)
