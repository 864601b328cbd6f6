import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { rollbackVersion } from '#lib/server/profiles/versions/promote-version.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { ProfileSchema } from '#lib/shared/profile.ts'
import { VersionNumberSchema } from '#lib/shared/profile-version.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ profile: IdSchema, version: VersionNumberSchema })

export const POST = teamRoute(
  {
    summary: 'Puts the previous version back into service.',
    action: 'version.rollback',
    profileRight: 'edit',
    params,
    response: ProfileSchema,
  },
  async ({ team, member, params: { profile, version }, rights }) => ({
    ...(await rollbackVersion({ teamId: team.id, profileId: profile, version, by: member })),
    rights,
  }),
)
