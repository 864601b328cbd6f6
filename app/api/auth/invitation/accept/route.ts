import 'server-only'
import { z } from 'zod'
import { AcceptSchema, acceptInvitation } from '#lib/server/auth/accept-invitation.ts'
import { publicRoute } from '#lib/server/http/public-route.ts'
import { respondJson } from '#lib/server/http/respond.ts'
import { withCookies } from '#lib/server/http/with-cookies.ts'
import { IdSchema } from '#lib/shared/ids.ts'

export const dynamic = 'force-dynamic'

export const POST = publicRoute(
  {
    summary: 'Joins a team by its invitation, once; makes the account where there is none, and signs in.',
    body: AcceptSchema,
    response: z.object({ team: IdSchema }),
  },
  async ({ body, request }) => {
    const { teamId, headers } = await acceptInvitation(body, request)
    const response = respondJson({ team: teamId })
    return headers ? withCookies(response, headers) : response
  },
)
