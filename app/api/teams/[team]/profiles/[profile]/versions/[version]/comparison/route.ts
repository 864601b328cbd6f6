import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { compareVersions } from '#lib/server/profiles/care/compare-versions.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { VersionNumberSchema } from '#lib/shared/profile-version.ts'
import { ComparisonSchema } from '#lib/shared/rotation.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'How a version differs from the one in use: servers, rights, prefix; secrets only that they do.',
    action: 'profile.read',
    profileRight: 'see',
    params: z.object({ profile: IdSchema, version: VersionNumberSchema }),
    response: ComparisonSchema,
  },
  ({ team, params: { profile, version } }) =>
    compareVersions({ teamId: team.id, profileId: profile, version }),
)
