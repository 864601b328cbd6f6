import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { listProfileUses } from '#lib/server/teams/list-profile-access.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { ProfileUsePageSchema } from '#lib/shared/profile-access.ts'

export const dynamic = 'force-dynamic'

const DEFAULT_PAGE = 30
const MAX_PAGE = 200

export const GET = teamRoute(
  {
    summary: 'Who used a profile, who saw its secret, who shared it, the newest first.',
    action: 'grant.read',
    profileRight: 'see',
    params: z.object({ profile: IdSchema }),
    query: z.strictObject({
      after: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE),
    }),
    response: ProfileUsePageSchema,
  },
  ({ team, params: { profile }, query }) =>
    listProfileUses({ teamId: team.id, profileId: profile, ...query }),
)
