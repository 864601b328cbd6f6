import type { Metadata } from 'next'
import { LivePage } from '#components/records/live-page.tsx'

export const metadata: Metadata = { title: 'Live' }

export default async function Page({ params }: { params: Promise<{ team: string; profile: string }> }) {
  const { team, profile } = await params
  return <LivePage team={team} profileId={profile} />
}
