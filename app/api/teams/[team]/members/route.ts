import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { listMembers } from '#lib/server/teams/list-members.ts'
import { TeamMemberPageSchema } from '#lib/shared/member.ts'
import { PageQuerySchema } from '#lib/shared/page-query.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'The members of the team.',
    action: 'member.list',
    query: PageQuerySchema,
    response: TeamMemberPageSchema,
  },
  ({ team, member, query }) => listMembers({ teamId: team.id, for: member.role, ...query }),
)
