import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { TeamSchema } from '#lib/shared/team.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  { summary: 'One team and the role in it.', action: 'team.read', response: TeamSchema },
  ({ team }) => team,
)
