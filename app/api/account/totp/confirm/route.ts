import 'server-only'
import { z } from 'zod'
import { confirmTotp } from '#lib/server/auth/totp.ts'
import { userRoute } from '#lib/server/http/user-route.ts'
import { CodeSchema, RecoveryCodesSchema } from '#lib/shared/account.ts'

export const dynamic = 'force-dynamic'

export const POST = userRoute(
  {
    summary: 'Turns the second factor on with its first code; the recovery codes are shown this once.',
    recentProof: true,
    body: z.strictObject({ code: CodeSchema }),
    response: RecoveryCodesSchema,
  },
  async ({ user, body }) => ({ recoveryCodes: await confirmTotp(user, body.code) }),
)
