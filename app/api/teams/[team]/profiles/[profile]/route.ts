import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { getProfile } from '#lib/server/profiles/list-profiles.ts'
import { deleteProfile, updateProfile } from '#lib/server/profiles/update-profile.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { ProfileSchema, UpdateProfileSchema } from '#lib/shared/profile.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ profile: IdSchema })

export const GET = teamRoute(
  { summary: 'The public face of one profile.', action: 'profile.read', params, response: ProfileSchema },
  ({ team, params: { profile } }) => getProfile({ teamId: team.id, profileId: profile }),
)

export const PATCH = teamRoute(
  {
    summary: 'Changes name and labels.',
    action: 'profile.update',
    params,
    body: UpdateProfileSchema,
    response: ProfileSchema,
  },
  ({ team, member, params: { profile }, body }) =>
    updateProfile({ teamId: team.id, profileId: profile, actor: member, input: body }),
)

export const DELETE = teamRoute(
  { summary: 'Removes the profile and every sealed version of it.', action: 'profile.delete', params },
  ({ team, member, params: { profile } }) =>
    deleteProfile({ teamId: team.id, profileId: profile, actor: member }),
)
