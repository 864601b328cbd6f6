import type { Metadata } from 'next'
import { ProfileOverview } from '#components/profiles/profile-overview.tsx'

export const metadata: Metadata = { title: 'Profile' }

export default async function ProfilePage({ params }: PageProps<'/teams/[team]/profiles/[profile]'>) {
  const { profile } = await params
  return <ProfileOverview profile={profile} />
}
