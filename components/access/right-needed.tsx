'use client'

import { Lock } from 'lucide-react'
import Link from 'next/link'
import { useTeam } from '#components/shell/team-context.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { Profile } from '#lib/shared/profile.ts'

/** RightNeeded stands where a member lacks a right on this one profile, and says who can give it. */
export function RightNeeded({ profile, what }: { profile: Profile; what: string }) {
  const { team } = useTeam()
  return (
    <EmptyState
      icon={<Lock />}
      title={`You can’t ${what} with this profile`}
      actions={
        <Link href={`/teams/${team.id}/profiles/${profile.id}/access`} className={buttonClass()}>
          Who may what
        </Link>
      }
    >
      You may see it, but not use it. An owner or admin of {team.name} can give you that right, and so can{' '}
      {profile.createdBy}.
    </EmptyState>
  )
}
