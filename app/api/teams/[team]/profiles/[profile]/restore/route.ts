import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { restoreProfile } from '#lib/server/profiles/deleted-profiles.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { ProfileSchema } from '#lib/shared/profile.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ profile: IdSchema })

export const POST = teamRoute(
  {
    summary: 'Brings a deleted profile back, with every version it had.',
    action: 'profile.restore',
    profileRight: 'edit',
    params,
    response: ProfileSchema,
  },
  async ({ team, member, params: { profile }, rights }) => ({
    ...(await restoreProfile({ teamId: team.id, profileId: profile, actor: member })),
    rights,
  }),
)
