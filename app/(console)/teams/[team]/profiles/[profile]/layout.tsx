import { HydrationBoundary } from '@tanstack/react-query'
import { ProfileFrame } from '#components/profiles/profile-frame.tsx'
import { profileQuery } from '#lib/client/queries/profiles.ts'
import { dehydrated, requirePageProfile } from '../../../../../page-data.ts'

export default async function ProfileLayout({
  params,
  children,
}: LayoutProps<'/teams/[team]/profiles/[profile]'>) {
  const { team, profile } = await requirePageProfile(await params)
  return (
    <HydrationBoundary state={dehydrated([[profileQuery(team.id, profile.id).queryKey, profile]])}>
      <ProfileFrame profile={profile.id}>{children}</ProfileFrame>
    </HydrationBoundary>
  )
}
