'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useEffect, useEffectEvent, useState } from 'react'
import { toast } from 'sonner'
import { CheckPanel } from '#components/check/check-panel.tsx'
import { useCheck } from '#components/check/use-check.ts'
import { Problem } from '#components/shell/problem.tsx'
import { rolesThatMay, useTeam } from '#components/shell/team-context.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { comparisonQuery, shredVersion } from '#lib/client/queries/versions.ts'
import type { Profile } from '#lib/shared/profile.ts'
import type { ProfileVersion } from '#lib/shared/profile-version.ts'
import type { MovedJob } from '#lib/shared/rotation.ts'
import { ComparisonView } from './comparison-view.tsx'
import { PromoteDialog } from './promote-dialog.tsx'
import { refreshVersions } from './refresh-versions.ts'

export interface PendingVersionProps {
  profile: Profile
  version: ProfileVersion
  /** Called after a promotion that moved jobs, when this part has gone from the page. */
  onMoved: (moved: readonly MovedJob[]) => void
}

/** PendingVersion is what was pasted and waits: how it differs, whether it works, and the click that puts it into service. */
export function PendingVersion({ profile, version, onMoved }: PendingVersionProps) {
  const { team, may } = useTeam()
  const client = useQueryClient()
  const arrived = useSearchParams().get('check')
  const [open, setOpen] = useState<'promote' | 'discard' | null>(null)
  const comparison = useQuery(comparisonQuery(team.id, profile.id, version.version))
  const check = useCheck({ team: team.id, profile: profile.id, version: version.version })
  const isKafka = profile.product === 'kafka'
  const mayEdit = profile.rights.includes('edit')

  const begin = useEffectEvent(() => {
    const fresh = arrived === String(version.version) && version.lastCheck === null
    if (isKafka && fresh && may('profile.check')) check.run()
  })
  useEffect(() => begin(), [])

  const discard = useMutation({
    mutationFn: () => shredVersion(team.id, profile.id, version.version),
    onSuccess: async () => {
      toast.success(`Discarded version ${version.version}`)
      await refreshVersions(client, team.id, profile.id)
    },
  })
  const verdict = check.state.verdict ?? version.lastCheck?.verdict ?? null

  return (
    <>
      <Panel
        title={
          <span className="flex flex-wrap items-center gap-2">
            Version {version.version} <Badge tone="accent">pending</Badge>
          </span>
        }
        aside={
          mayEdit &&
          may('version.promote') && (
            <>
              <Button size="sm" onClick={() => setOpen('discard')}>
                Discard
              </Button>
              <Button
                size="sm"
                variant={verdict?.verdict === 'failed' ? 'secondary' : 'primary'}
                onClick={() => setOpen('promote')}
              >
                Promote
              </Button>
            </>
          )
        }
      >
        <p className="pb-2 text-sm text-muted">
          Pasted <RelativeTime at={version.createdAt} /> by {version.createdBy}. Nothing uses it until it is
          promoted{!may('version.promote') && `, which ${rolesThatMay('version.promote')} of the team can do`}
          .
        </p>
        {comparison.error && <Problem error={comparison.error} onRetry={() => void comparison.refetch()} />}
        {comparison.data && <ComparisonView comparison={comparison.data} />}
      </Panel>
      {isKafka && <CheckPanel profile={{ ...profile, lastCheck: version.lastCheck }} check={check} />}
      {open === 'promote' && (
        <PromoteDialog
          profile={profile}
          version={version}
          failed={verdict?.verdict === 'failed'}
          unchecked={isKafka && verdict === null}
          runningJobs={comparison.data?.runningJobs ?? 0}
          onPromoted={(moved) => {
            setOpen(null)
            if (moved.length > 0) onMoved(moved)
          }}
          onClose={() => setOpen(null)}
        />
      )}
      <ConfirmDialog
        open={open === 'discard'}
        onOpenChange={(next) => !next && setOpen(null)}
        title={`Discard version ${version.version}?`}
        confirm="Discard version"
        pending={discard.isPending}
        onConfirm={() => discard.mutate()}
      >
        <p>
          Its secrets are destroyed at once. Version {profile.version} stays in use; the same output can be
          pasted again.
        </p>
        {discard.error && <Problem error={discard.error} />}
      </ConfirmDialog>
    </>
  )
}
