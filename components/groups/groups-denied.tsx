'use client'

import { Lock } from 'lucide-react'
import { rolesThatMay, useTeam } from '#components/shell/team-context.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { Profile } from '#lib/shared/profile.ts'

/** GroupsDenied says to whom groups are closed who can open them. */
export function GroupsDenied({ profile }: { profile: Profile }) {
  const { may } = useTeam()
  return (
    <div className="rounded-lg border border-line bg-surface">
      <EmptyState icon={<Lock />} title="You may not look at the groups">
        {may('group.read')
          ? `You may see this profile, but not use it. Ask an owner, an admin or ${profile.createdBy}.`
          : `Your role can’t use profiles. Ask ${rolesThatMay('group.read')} of the team.`}
      </EmptyState>
    </div>
  )
}
