import 'server-only'
import { findReset } from '#lib/server/auth/reset/complete-reset.ts'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { LookAtResetSchema, ResetSchema } from '#lib/shared/password-reset.ts'

export const dynamic = 'force-dynamic'

export const POST = publicRoute(
  {
    summary: 'Whose password a reset link sets, for who holds it; changes nothing.',
    body: LookAtResetSchema,
    response: ResetSchema,
  },
  ({ body }) => findReset(body.token),
)
