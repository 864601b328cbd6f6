import 'server-only'
import { z } from 'zod'
import { offerReset } from '#lib/server/auth/reset/offer-reset.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { ResetLinkSchema } from '#lib/shared/password-reset.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  {
    summary: 'Makes a link with which a member sets a new password; in the answer when no e-mail went out.',
    action: 'member.manage',
    recentProof: true,
    params: z.object({ user: IdSchema }),
    response: ResetLinkSchema,
    status: 201,
  },
  ({ team, member, params: { user } }) => offerReset({ teamId: team.id, userId: user, by: member }),
)
