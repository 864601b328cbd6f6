import { ProfileFrame } from '#components/profiles/profile-frame.tsx'

export default async function ProfileLayout({
  params,
  children,
}: LayoutProps<'/teams/[team]/profiles/[profile]'>) {
  const { profile } = await params
  return <ProfileFrame profile={profile}>{children}</ProfileFrame>
}
