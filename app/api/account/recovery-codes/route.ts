import 'server-only'
import { z } from 'zod'
import { renewRecoveryCodes } from '#lib/server/auth/totp.ts'
import { userRoute } from '#lib/server/http/user-route.ts'
import { RecoveryCodesSchema } from '#lib/shared/account.ts'

export const dynamic = 'force-dynamic'

export const POST = userRoute(
  {
    summary: 'Replaces the recovery codes; the new ones are shown this once.',
    recentProof: true,
    body: z.strictObject({}),
    response: RecoveryCodesSchema,
  },
  async ({ user }) => ({ recoveryCodes: await renewRecoveryCodes(user) }),
)
