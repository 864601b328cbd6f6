import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { renameTeam } from '#lib/server/teams/found-team.ts'
import { TeamNameSchema } from '#lib/shared/member.ts'
import { TeamSchema } from '#lib/shared/team.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  { summary: 'One team and the role in it.', action: 'team.read', response: TeamSchema },
  ({ team }) => team,
)

export const PATCH = teamRoute(
  {
    summary: 'Renames the team.',
    action: 'team.update',
    body: z.strictObject({ name: TeamNameSchema }),
    response: TeamSchema,
  },
  ({ team, member, body }) => renameTeam({ team, name: body.name, by: member.email }),
)
