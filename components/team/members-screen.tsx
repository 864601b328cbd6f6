'use client'

import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { membersQuery } from '#lib/client/queries/members.ts'
import { InvitationsPanel } from './invitations-panel.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { MembersTable } from './members-table.tsx'
import { SignOnPanel } from './sign-on-panel.tsx'
import { TeamActions } from './team-actions.tsx'

/** MembersScreen is the page of a team's people: who is in it, who is invited, and who comes by single sign-on. */
export function MembersScreen() {
  const { team, may } = useTeam()
  const members = useQuery(membersQuery(team.id))
  const [inviting, setInviting] = useState(false)
  return (
    <>
      <PageHeader
        title="Members"
        actions={
          <>
            <TeamActions />
            {may('invitation.manage') && (
              <Button variant="primary" onClick={() => setInviting(true)}>
                <UserPlus />
                Invite
              </Button>
            )}
          </>
        }
      >
        Who can see and use the credentials of {team.name}.
      </PageHeader>
      {members.isPending && (
        <Loading label="Loading members" className="flex flex-col gap-2">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </Loading>
      )}
      {members.error && <Problem error={members.error} onRetry={() => void members.refetch()} />}
      {members.data && <MembersTable members={members.data.items} />}
      {may('invitation.manage') && <InvitationsPanel />}
      {may('sso.manage') && <SignOnPanel />}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  )
}
