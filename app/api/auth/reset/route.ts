import 'server-only'
import { z } from 'zod'
import { askReset } from '#lib/server/auth/reset/ask-reset.ts'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { AskResetSchema } from '#lib/shared/password-reset.ts'

export const dynamic = 'force-dynamic'

export const POST = publicRoute(
  {
    summary:
      'Mails a link for a forgotten password, if the address has an account; the answer does not tell.',
    body: AskResetSchema,
    response: z.object({ asked: z.literal(true) }),
    status: 202,
  },
  ({ body, request }) => {
    askReset(body.email, request)
    return { asked: true }
  },
)
