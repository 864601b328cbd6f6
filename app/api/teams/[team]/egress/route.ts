import 'server-only'
import { changeEgress, viewEgress } from '#lib/server/egress/team-egress.ts'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { EgressViewSchema, TeamEgressSchema } from '#lib/shared/egress-policy.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'Where this server lets credentials connect to, and the team’s own rules inside that.',
    action: 'egress.read',
    response: EgressViewSchema,
  },
  ({ team }) => viewEgress(team.id),
)

export const PUT = teamRoute(
  {
    summary: 'Changes the team’s own rules; they act on the next connection.',
    action: 'egress.manage',
    recentProof: true,
    body: TeamEgressSchema,
    response: EgressViewSchema,
  },
  ({ team, member, body }) => changeEgress({ teamId: team.id, actor: member, input: body }),
)
