import 'server-only'
import { z } from 'zod'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { revokeInvitation } from '#lib/server/teams/invite-member.ts'
import { IdSchema } from '#lib/shared/ids.ts'

export const dynamic = 'force-dynamic'

export const DELETE = teamRoute(
  {
    summary: 'Revokes an invitation: its link is dead at once.',
    action: 'invitation.manage',
    params: z.object({ invitation: IdSchema }),
  },
  ({ team, member, params }) => revokeInvitation({ teamId: team.id, id: params.invitation, by: member }),
)
