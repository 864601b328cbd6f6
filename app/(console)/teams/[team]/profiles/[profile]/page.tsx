import type { Metadata } from 'next'
import { ProfileOverview } from '#components/profiles/profile-overview.tsx'
import { requirePageProfile } from '../../../../../page-data.ts'

export async function generateMetadata({
  params,
}: PageProps<'/teams/[team]/profiles/[profile]'>): Promise<Metadata> {
  const { profile } = await requirePageProfile(await params)
  return { title: profile.name }
}

export default async function ProfilePage({ params }: PageProps<'/teams/[team]/profiles/[profile]'>) {
  return <ProfileOverview profile={(await params).profile} />
}
