'use client'

import { Lock } from 'lucide-react'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { Action } from '#lib/shared/team.ts'
import { rolesThatMay, useTeam } from './team-context.tsx'

/** NotAllowed stands where a member may not go, and says who can. `what` completes "You can't …". */
export function NotAllowed({ action, what }: { action: Action; what: string }) {
  const { team } = useTeam()
  return (
    <EmptyState level="h1" icon={<Lock />} title={`You can’t ${what}`}>
      You are {team.role === 'viewer' ? 'a' : 'an'} {team.role} of {team.name}. Ask {rolesThatMay(action)} of
      the team to do it, or to change your role.
    </EmptyState>
  )
}
