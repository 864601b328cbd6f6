import type { Metadata } from 'next'
import { GroupPage } from '#components/groups/group-page.tsx'

export const metadata: Metadata = { title: 'Group' }

type Params = Promise<{ team: string; profile: string; group: string }>

export default async function Page({ params }: { params: Params }) {
  const { team, profile, group } = await params
  // Next hands a page its part of the address as it was written.
  return <GroupPage team={team} profileId={profile} group={decodeURIComponent(group)} />
}
