import 'server-only'
import { z } from 'zod'
import { userRoute } from '#lib/server/http/user-route.ts'
import { listTeams } from '#lib/server/teams/membership.ts'
import { TeamSchema } from '#lib/shared/team.ts'

export const dynamic = 'force-dynamic'

export const GET = userRoute(
  {
    summary: 'The teams of who is signed in.',
    response: z.object({ items: z.array(TeamSchema), next: z.string().nullable() }),
  },
  async ({ user }) => ({ items: await listTeams(user.userId), next: null }),
)
