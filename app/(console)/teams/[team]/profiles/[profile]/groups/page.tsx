import type { Metadata } from 'next'
import { GroupsPage } from '#components/groups/groups-page.tsx'

export const metadata: Metadata = { title: 'Groups' }

export default async function Page({ params }: { params: Promise<{ team: string; profile: string }> }) {
  const { team, profile } = await params
  return <GroupsPage team={team} profileId={profile} />
}
