import type { Metadata } from 'next'
import { ProfilesScreen } from '#components/profiles/profiles-screen.tsx'

export const metadata: Metadata = { title: 'Profiles' }

export default function ProfilesPage() {
  return <ProfilesScreen />
}
