import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { MembersScreen } from '#components/team/members-screen.tsx'
import { TeamFrame } from '#components/team/team-tabs.tsx'
import { membersQuery } from '#lib/client/queries/members.ts'
import { listMembers } from '#lib/server/teams/list-members.ts'
import { dehydrated, requirePageTeam } from '../../../../page-data.ts'

export const metadata: Metadata = { title: 'Members' }

/** More members than this come after the page, not in it. */
const IN_PAGE = 200

export default async function MembersPage({ params }: PageProps<'/teams/[team]/members'>) {
  const { team } = await requirePageTeam((await params).team)
  const { items, next } = await listMembers({ teamId: team.id, for: team.role, limit: IN_PAGE })
  const entries = next === null ? [[membersQuery(team.id).queryKey, { items, complete: true }] as const] : []
  return (
    <HydrationBoundary state={dehydrated(entries)}>
      <TeamFrame>
        <MembersScreen />
      </TeamFrame>
    </HydrationBoundary>
  )
}
