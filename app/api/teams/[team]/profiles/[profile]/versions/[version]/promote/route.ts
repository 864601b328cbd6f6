import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { promoteVersion } from '#lib/server/profiles/versions/promote-version.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { ProfileSchema } from '#lib/shared/profile.ts'
import { VersionNumberSchema } from '#lib/shared/profile-version.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ profile: IdSchema, version: VersionNumberSchema })

export const POST = teamRoute(
  {
    summary: 'Puts the pending version into service; the current one becomes the previous.',
    action: 'version.promote',
    profileRight: 'edit',
    params,
    response: ProfileSchema,
  },
  async ({ team, member, params: { profile, version }, rights }) => ({
    ...(await promoteVersion({ teamId: team.id, profileId: profile, version, by: member })),
    rights,
  }),
)
