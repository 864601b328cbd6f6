import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { removeGrant } from '#lib/server/teams/grants.ts'
import { IdSchema } from '#lib/shared/ids.ts'

export const dynamic = 'force-dynamic'

export const DELETE = teamRoute(
  {
    summary: 'Takes a grant or a denial back; what runs by it ends within seconds.',
    action: 'grant.manage',
    profileRight: 'share',
    params: z.object({ profile: IdSchema, grant: IdSchema }),
  },
  ({ member, params: { profile, grant }, rights }) =>
    removeGrant({ member, profileId: profile, held: rights, grantId: grant }),
)
