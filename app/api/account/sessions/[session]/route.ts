import 'server-only'
import { z } from 'zod'
import { revokeSession } from '#lib/server/auth/list-sessions.ts'
import { userRoute } from '#lib/server/http/user-route.ts'
import { IdSchema } from '#lib/shared/ids.ts'

export const dynamic = 'force-dynamic'

export const DELETE = userRoute(
  { summary: 'Ends one of the own sessions.', params: z.object({ session: IdSchema }) },
  ({ user, params }) => revokeSession(user, params.session),
)
