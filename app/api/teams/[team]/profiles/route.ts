import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { createProfile } from '#lib/server/profiles/create-profile.ts'
import { getProfileFor, listProfiles, PageQuerySchema } from '#lib/server/profiles/list-profiles.ts'
import { CreateProfileSchema, ProfilePageSchema, ProfileSchema } from '#lib/shared/profile.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'The profiles of the team, the newest first.',
    action: 'profile.list',
    query: PageQuerySchema,
    response: ProfilePageSchema,
  },
  ({ member, query }) => listProfiles({ member, ...query }),
)

export const POST = teamRoute(
  {
    summary: 'Stores the credential that a paste holds, encrypted.',
    action: 'profile.create',
    body: CreateProfileSchema,
    response: ProfileSchema,
    status: 201,
  },
  async ({ team, member, body }) => {
    const { id } = await createProfile({ teamId: team.id, actor: member, input: body })
    return getProfileFor(member, id)
  },
)
