import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { createProfile } from '#lib/server/profiles/create-profile.ts'
import { listProfiles, PageQuerySchema } from '#lib/server/profiles/list-profiles.ts'
import { CreateProfileSchema, ProfilePageSchema, ProfileSchema } from '#lib/shared/profile.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'The profiles of the team, the newest first.',
    action: 'profile.list',
    query: PageQuerySchema,
    response: ProfilePageSchema,
  },
  ({ team, query }) => listProfiles({ teamId: team.id, ...query }),
)

export const POST = teamRoute(
  {
    summary: 'Stores the credential that a paste holds, encrypted.',
    action: 'profile.create',
    body: CreateProfileSchema,
    response: ProfileSchema,
    status: 201,
  },
  ({ team, member, body }) => createProfile({ teamId: team.id, actor: member, input: body }),
)
