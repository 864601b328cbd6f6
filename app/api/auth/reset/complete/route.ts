import 'server-only'
import { completeReset } from '#lib/server/auth/reset/complete-reset.ts'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { CompleteResetSchema } from '#lib/shared/password-reset.ts'

export const dynamic = 'force-dynamic'

export const POST = publicRoute(
  {
    summary: 'Sets a new password by a reset link, once, and ends every session of the account.',
    body: CompleteResetSchema,
  },
  ({ body }) => completeReset(body),
)
