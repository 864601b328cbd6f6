import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { listProfileAccess } from '#lib/server/teams/list-profile-access.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { MemberAccessPageSchema } from '#lib/shared/profile-access.ts'

export const dynamic = 'force-dynamic'

/** A thousand people come in a few pages. */
const MAX_PAGE = 500

export const GET = teamRoute(
  {
    summary: 'Every member of the team with all rights on a profile.',
    action: 'grant.read',
    profileRight: 'see',
    params: z.object({ profile: IdSchema }),
    query: z.strictObject({
      after: z.string().max(64).optional(),
      limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(MAX_PAGE),
    }),
    response: MemberAccessPageSchema,
  },
  ({ team, params: { profile }, query }) =>
    listProfileAccess({ teamId: team.id, profileId: profile, ...query }),
)
