import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { changeMember, removeMember } from '#lib/server/teams/change-member.ts'
import { IdSchema } from '#lib/shared/ids.ts'
import { ChangeMemberSchema, TeamMemberSchema } from '#lib/shared/member.ts'

export const dynamic = 'force-dynamic'

const params = z.object({ user: IdSchema })

export const PATCH = teamRoute(
  {
    summary: 'Gives a member another role, or disables or enables them.',
    action: 'member.manage',
    recentProof: true,
    params,
    body: ChangeMemberSchema,
    response: TeamMemberSchema,
  },
  ({ team, member, params: { user }, body }) =>
    changeMember({ teamId: team.id, userId: user, by: member, change: body }),
)

export const DELETE = teamRoute(
  { summary: 'Takes a member out of the team.', action: 'member.manage', recentProof: true, params },
  ({ team, member, params: { user } }) => removeMember({ teamId: team.id, userId: user, by: member }),
)
