import 'server-only'
import { z } from 'zod'
import { beginTotp, removeTotp } from '#lib/server/auth/totp.ts'
import { userRoute } from '#lib/server/http/user-route.ts'
import { TotpSetupSchema } from '#lib/shared/account.ts'

export const dynamic = 'force-dynamic'

export const POST = userRoute(
  {
    summary: 'Makes the secret for an authenticator app; it counts once confirmed.',
    recentProof: true,
    body: z.strictObject({}),
    response: TotpSetupSchema,
  },
  ({ user }) => beginTotp(user),
)

export const DELETE = userRoute(
  { summary: 'Asks for no code at sign-in any more.', recentProof: true },
  ({ user }) => removeTotp(user),
)
