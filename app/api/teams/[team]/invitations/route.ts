import 'server-only'
import { teamRoute } from '#lib/server/http/team-route.ts'
import { inviteMember, listInvitations } from '#lib/server/teams/invite-member.ts'
import { InvitationPageSchema, InviteSchema, SentInvitationSchema } from '#lib/shared/member.ts'
import { PageQuerySchema } from '#lib/shared/page-query.ts'

export const dynamic = 'force-dynamic'

export const GET = teamRoute(
  {
    summary: 'The invitations that nobody has answered yet.',
    action: 'invitation.manage',
    query: PageQuerySchema,
    response: InvitationPageSchema,
  },
  ({ team, query }) => listInvitations({ teamId: team.id, ...query }),
)

export const POST = teamRoute(
  {
    summary: 'Invites an address, once, for 72 hours; the link is in the answer when no e-mail went out.',
    action: 'invitation.manage',
    body: InviteSchema,
    response: SentInvitationSchema,
    status: 201,
  },
  ({ team, member, body }) => inviteMember({ team, by: member, invite: body }),
)
