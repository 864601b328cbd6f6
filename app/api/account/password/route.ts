import 'server-only'
import { z } from 'zod'
import { ChangePasswordSchema, changePassword } from '#lib/server/auth/change-password.ts'
import { userRoute } from '#lib/server/http/user-route.ts'

export const dynamic = 'force-dynamic'

export const POST = userRoute(
  {
    summary: 'Changes the own password and ends every other session.',
    body: ChangePasswordSchema,
    response: z.object({ sessionsEnded: z.number().int() }),
  },
  ({ user, body, request }) => changePassword(user, body, request),
)
