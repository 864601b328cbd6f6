import 'server-only'
import { z } from 'zod'
import { removePasskey } from '#lib/server/auth/passkeys.ts'
import { userRoute } from '#lib/server/http/user-route.ts'
import { IdSchema } from '#lib/shared/ids.ts'

export const dynamic = 'force-dynamic'

export const DELETE = userRoute(
  { summary: 'Forgets one of the own passkeys.', recentProof: true, params: z.object({ passkey: IdSchema }) },
  ({ user, params }) => removePasskey(user, params.passkey),
)
