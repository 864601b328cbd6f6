import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { listVersions } from '#lib/server/profiles/versions/list-versions.ts'
import { pasteVersion } from '#lib/server/profiles/versions/paste-version.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import {
  AddVersionSchema,
  ProfileVersionPageSchema,
  ProfileVersionSchema,
} from '#lib/shared/profile-version.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ profile: IdSchema })

export const GET = teamRoute(
  {
    summary: 'The kept versions of a profile, the newest first.',
    action: 'profile.read',
    profileRight: 'see',
    params,
    response: ProfileVersionPageSchema,
  },
  ({ team, params: { profile } }) => listVersions({ teamId: team.id, profileId: profile }),
)

export const POST = teamRoute(
  {
    summary: 'Stores the credential that a paste holds as the next version, waiting or in service at once.',
    action: 'version.create',
    profileRight: 'edit',
    params,
    body: AddVersionSchema,
    response: ProfileVersionSchema,
    status: 201,
  },
  ({ team, member, params: { profile }, body }) =>
    pasteVersion({ teamId: team.id, profileId: profile, actor: member, input: body }),
)
