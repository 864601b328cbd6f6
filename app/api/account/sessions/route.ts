import 'server-only'
import { z } from 'zod'
import { listSessions, revokeOtherSessions } from '#lib/server/auth/list-sessions.ts'
import { userRoute } from '#lib/server/http/user-route.ts'
import { SessionPageSchema } from '#lib/shared/account.ts'

export const dynamic = 'force-dynamic'

export const GET = userRoute(
  { summary: 'Where the own account is signed in.', response: SessionPageSchema },
  ({ user }) => listSessions(user),
)

export const DELETE = userRoute(
  { summary: 'Ends every other session.', response: z.object({ sessionsEnded: z.number().int() }) },
  ({ user }) => revokeOtherSessions(user),
)
