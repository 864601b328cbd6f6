import 'server-only'
import { z } from 'zod'
import { beginPasskey, PasskeyOptionsSchema } from '#lib/server/auth/passkeys.ts'
import { userRoute } from '#lib/server/http/user-route.ts'

export const dynamic = 'force-dynamic'

export const POST = userRoute(
  {
    summary: 'What the browser needs to make a passkey.',
    recentProof: true,
    body: z.strictObject({}),
    response: PasskeyOptionsSchema,
  },
  ({ user }) => beginPasskey(user),
)
