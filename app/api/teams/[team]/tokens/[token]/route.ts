import 'server-only'
import { z } from 'zod'
import { revokeToken } from '#lib/server/auth/tokens/revoke-token.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { IdSchema } from '#lib/shared/ids.ts'

export const dynamic = 'force-dynamic'

export const DELETE = teamRoute(
  {
    summary: 'Revokes a token at once.',
    action: 'token.revoke',
    params: z.object({ token: IdSchema }),
  },
  ({ member, params }) => revokeToken(member, params.token),
)
