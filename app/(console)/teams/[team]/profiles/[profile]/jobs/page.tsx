import type { Metadata } from 'next'
import { ProfileJobsPage } from '#components/jobs/profile-jobs-page.tsx'

export const metadata: Metadata = { title: 'Jobs' }

export default async function Page({ params }: { params: Promise<{ team: string; profile: string }> }) {
  const { team, profile } = await params
  return <ProfileJobsPage team={team} profileId={profile} />
}
