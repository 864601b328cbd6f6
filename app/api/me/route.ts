import 'server-only'
import { userRoute } from '#lib/server/http/user-route.ts'
import { listTeams } from '#lib/server/teams/membership.ts'
import { MeSchema } from '#lib/shared/team.ts'

export const dynamic = 'force-dynamic'

export const GET = userRoute(
  { summary: 'Who is signed in, with teams and roles.', response: MeSchema },
  async ({ user }) => ({
    user: { id: user.userId, name: user.name, email: user.email },
    teams: await listTeams(user.userId),
  }),
)
