'use client'

import { useQuery } from '@tanstack/react-query'
import { ClipboardPaste } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { profileQuery } from '#lib/client/queries/profiles.ts'
import { rotationQuery, versionsQuery } from '#lib/client/queries/versions.ts'
import type { Profile } from '#lib/shared/profile.ts'
import type { MovedJob } from '#lib/shared/rotation.ts'
import { CarePanel } from './care-panel.tsx'
import { MovedJobsDialog } from './moved-jobs-dialog.tsx'
import { PendingVersion } from './pending-version.tsx'
import { RecipesPanel } from './recipes-panel.tsx'
import { RotationPanel } from './rotation-panel.tsx'
import { VersionsTable } from './versions-table.tsx'

/** VersionsPage is the tab where a credential is renewed: what waits, what is left of a rotation, and what was. */
export function VersionsPage({ profile: id }: { profile: string }) {
  const { team } = useTeam()
  const profile = useQuery(profileQuery(team.id, id)).data
  return profile ? <Versions profile={profile} /> : null
}

function Versions({ profile }: { profile: Profile }) {
  const { team, may } = useTeam()
  const { data, error, refetch } = useQuery(versionsQuery(team.id, profile.id))
  const [moved, setMoved] = useState<readonly MovedJob[] | null>(null)
  const rotation = useQuery(rotationQuery(team.id, profile.id)).data?.rotation ?? null
  const mayPaste = may('version.create') && profile.rights.includes('edit')
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />
  if (!data) {
    return (
      <Loading label="Loading the versions">
        <Skeleton className="h-64 w-full" />
      </Loading>
    )
  }
  const pending = data.items.find(({ state }) => state === 'pending')
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
      <div className="flex min-w-0 flex-col gap-4">
        {pending && (
          <PendingVersion key={pending.version} profile={profile} version={pending} onMoved={setMoved} />
        )}
        {rotation && !rotation.finished && <RotationPanel profile={profile} rotation={rotation} />}
        <VersionsTable profile={profile} versions={data.items} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        {mayPaste && (
          <Link
            href={`/teams/${team.id}/profiles/new`}
            className={buttonClass('secondary', 'md', 'self-start')}
          >
            <ClipboardPaste aria-hidden />
            Paste a new version
          </Link>
        )}
        <CarePanel profile={profile} />
        {profile.facts.product === 'kafka' && <RecipesPanel facts={profile.facts} />}
      </div>
      {moved && <MovedJobsDialog moved={moved} onClose={() => setMoved(null)} />}
    </div>
  )
}
