import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { ProfilesScreen } from '#components/profiles/profiles-screen.tsx'
import { profilesQuery } from '#lib/client/queries/profiles.ts'
import { listProfiles } from '#lib/server/profiles/list-profiles.ts'
import { dehydrated, pageMember, requirePageTeam } from '../../../../page-data.ts'

export const metadata: Metadata = { title: 'Profiles' }

/** More profiles than this come after the page, not in it. */
const IN_PAGE = 200

export default async function ProfilesPage({ params }: PageProps<'/teams/[team]/profiles'>) {
  const { me, team } = await requirePageTeam((await params).team)
  const { items, next } = await listProfiles({ member: pageMember(me, team), limit: IN_PAGE })
  const entries = next === null ? [[profilesQuery(team.id).queryKey, { items, complete: true }] as const] : []
  return (
    <HydrationBoundary state={dehydrated(entries)}>
      <ProfilesScreen />
    </HydrationBoundary>
  )
}
