'use client'

import { useQuery } from '@tanstack/react-query'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { grantsQuery, memberAccessQuery } from '#lib/client/queries/grants.ts'
import { profileQuery } from '#lib/client/queries/profiles.ts'
import { AddGrant } from './add-grant.tsx'
import { GrantsTable } from './grants-table.tsx'
import { MembersTable } from './members-table.tsx'
import { UsesList } from './uses-list.tsx'

/** AccessPage is the Access tab of a profile: who was given what, what that comes to, and who made use of it. */
export function AccessPage({ profile: id }: { profile: string }) {
  const { team, may } = useTeam()
  const profile = useQuery(profileQuery(team.id, id))
  const grants = useQuery(grantsQuery(team.id, id))
  const members = useQuery(memberAccessQuery(team.id, id))
  const failed = grants.error ?? members.error
  if (failed && !(grants.data && members.data)) {
    const again = () => void Promise.all([grants.refetch(), members.refetch()])
    return <Problem error={failed} onRetry={again} />
  }
  if (!profile.data || !grants.data || !members.data) return <Skeleton className="h-64 w-full" />
  const mayShare = may('grant.manage') && profile.data.rights.includes('share')
  return (
    <div className="flex flex-col gap-4">
      <Panel title="Grants">
        <div className="flex flex-col gap-4">
          {mayShare ? (
            <AddGrant profile={profile.data} members={members.data.items} />
          ) : (
            <p className="text-muted">
              Owners, admins and {profile.data.createdBy} can share this profile; ask one of them.
            </p>
          )}
          <GrantsTable profile={profile.data} grants={grants.data.items} />
          <p className="text-xs text-muted">
            What is taken back ends running jobs and live views within five seconds.
          </p>
        </div>
      </Panel>
      <Panel title="What every member may do">
        <MembersTable members={members.data.items} />
      </Panel>
      <Panel title="Who used it, who saw it">
        <UsesList team={team.id} profile={id} />
      </Panel>
    </div>
  )
}
