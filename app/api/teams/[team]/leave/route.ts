import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { removeMember } from '#lib/server/teams/change-member.ts'

export const dynamic = 'force-dynamic'

export const POST = teamRoute(
  { summary: 'Leaves the team.', action: 'team.read', recentProof: true, body: z.strictObject({}) },
  ({ team, member }) => removeMember({ teamId: team.id, userId: member.userId, by: member }),
)
