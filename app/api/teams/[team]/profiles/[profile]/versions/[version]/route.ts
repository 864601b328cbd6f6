import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { getVersion } from '#lib/server/profiles/versions/list-versions.ts'
import { shredVersion } from '#lib/server/profiles/versions/shred-version.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { ProfileVersionSchema, VersionNumberSchema } from '#lib/shared/profile-version.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ profile: IdSchema, version: VersionNumberSchema })

export const GET = teamRoute(
  {
    summary: 'The public face of one version.',
    action: 'profile.read',
    profileRight: 'see',
    params,
    response: ProfileVersionSchema,
  },
  ({ team, params: { profile, version } }) => getVersion({ teamId: team.id, profileId: profile, version }),
)

export const DELETE = teamRoute(
  {
    summary: 'Destroys the sealed data of a pending or previous version; its face stays in the list.',
    action: 'version.promote',
    profileRight: 'edit',
    params,
    response: ProfileVersionSchema,
  },
  ({ team, member, params: { profile, version } }) =>
    shredVersion({ teamId: team.id, profileId: profile, version, by: member }),
)
