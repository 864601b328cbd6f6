import 'server-only'
import { z } from 'zod'
import { userRoute } from '#lib/server/http/user-route.ts'
import { foundTeam } from '#lib/server/teams/found-team.ts'
import { listTeams } from '#lib/server/teams/membership.ts'
import { TeamNameSchema } from '#lib/shared/member.ts'
import { TeamSchema } from '#lib/shared/team.ts'

export const dynamic = 'force-dynamic'

export const GET = userRoute(
  {
    summary: 'The teams of who is signed in.',
    response: z.object({ items: z.array(TeamSchema), next: z.string().nullable() }),
  },
  async ({ user }) => ({ items: await listTeams(user.userId), next: null }),
)

export const POST = userRoute(
  {
    summary: 'Makes a further team, owned by who makes it; for owners and admins of a team.',
    body: z.strictObject({ name: TeamNameSchema }),
    response: TeamSchema,
    status: 201,
  },
  ({ user, body }) => foundTeam({ userId: user.userId, email: user.email, name: body.name }),
)
