'use client'

import { ShieldAlert } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { isAdminCredential } from '#lib/shared/grant.ts'
import type { Profile } from '#lib/shared/profile.ts'

/** Tabs that connect to nothing need no second thought. */
const harmless = /\/(?:access|versions|rotation)(?:\/|$)/

/** ConfirmAdministrator asks an editor once, before the pages that connect, whether an administrator's credential is meant. */
export function ConfirmAdministrator({ profile, children }: { profile: Profile; children: ReactNode }) {
  const { team } = useTeam()
  const pathname = usePathname()
  const [confirmed, setConfirmed] = useState<string | null>(null)
  const asks = team.role === 'editor' && isAdminCredential(profile.facts) && profile.rights.includes('use')
  if (!asks || confirmed === profile.id || harmless.test(pathname)) return children
  return (
    <EmptyState
      icon={<ShieldAlert />}
      title="These are an administrator’s credentials"
      actions={
        <Button variant="primary" onClick={() => setConfirmed(profile.id)}>
          Go on with them
        </Button>
      }
    >
      Their user may do anything on the cluster: no topic and no group is out of reach. What you do with them
      stands in the audit log under your name.
    </EmptyState>
  )
}
