import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { findUsage } from '#lib/server/profiles/find-usage.ts'
import { ProfileUsageSchema } from '#lib/shared/deleted-profile.ts'
import { IdSchema } from '#lib/shared/ids.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ profile: IdSchema })

export const GET = teamRoute(
  {
    summary: 'The jobs that wait or run with a profile, to be asked before it is deleted.',
    action: 'profile.delete',
    profileRight: 'edit',
    params,
    response: ProfileUsageSchema,
  },
  ({ team, params: { profile } }) => findUsage({ teamId: team.id, profileId: profile }),
)
