import 'server-only'
import { z } from 'zod'
import { requireAction } from '#lib/server/auth/require-action.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { deleteProfile } from '#lib/server/profiles/delete-profile.ts'
import { getProfile } from '#lib/server/profiles/list-profiles.ts'
import { updateProfile } from '#lib/server/profiles/update-profile.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { ProfileSchema, UpdateProfileSchema } from '#lib/shared/profile.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ profile: IdSchema })

export const GET = teamRoute(
  {
    summary: 'The public face of one profile.',
    action: 'profile.read',
    profileRight: 'see',
    params,
    response: ProfileSchema,
  },
  async ({ team, params: { profile }, rights }) => ({
    ...(await getProfile({ teamId: team.id, profileId: profile })),
    rights,
  }),
)

export const PATCH = teamRoute(
  {
    summary: 'Changes name, labels, and whether the brokers’ host names are verified.',
    action: 'profile.update',
    profileRight: 'edit',
    params,
    body: UpdateProfileSchema,
    response: ProfileSchema,
  },
  async ({ team, member, params: { profile }, body, rights }) => {
    if (body.verifyHostname !== undefined) await requireAction(member, 'profile.trust')
    const input = { teamId: team.id, profileId: profile, actor: member, input: body }
    return { ...(await updateProfile(input)), rights }
  },
)

export const DELETE = teamRoute(
  {
    summary: 'Deletes the profile; it can be restored for 30 days, then every sealed version is destroyed.',
    action: 'profile.delete',
    profileRight: 'edit',
    params,
  },
  ({ team, member, params: { profile } }) =>
    deleteProfile({ teamId: team.id, profileId: profile, actor: member }),
)
