'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { profileQuery } from '#lib/client/queries/profiles.ts'
import { moveJobs, promoteVersion } from '#lib/client/queries/versions.ts'
import type { Profile } from '#lib/shared/profile.ts'
import type { ProfileVersion } from '#lib/shared/profile-version.ts'
import type { MovedJob } from '#lib/shared/rotation.ts'
import { refreshVersions } from './refresh-versions.ts'

export interface PromoteDialogProps {
  profile: Profile
  version: ProfileVersion
  /** The last check of this version failed, or there was none. */
  failed: boolean
  unchecked: boolean
  /** Jobs that run or wait with the version in use. */
  runningJobs: number
  /** Called with the jobs that were moved, if that was wanted. */
  onPromoted: (moved: readonly MovedJob[]) => void
  onClose: () => void
}

type JobsChoice = 'finish' | 'move'

/** PromoteDialog puts a version into service; what runs finishes on the old one, or moves. */
export function PromoteDialog({
  profile,
  version,
  failed,
  unchecked,
  runningJobs,
  onPromoted,
  onClose,
}: PromoteDialogProps) {
  const { team } = useTeam()
  const client = useQueryClient()
  const [jobs, setJobs] = useState<JobsChoice>('finish')
  const promote = useMutation({
    mutationFn: async () => {
      const promoted = await promoteVersion(team.id, profile.id, version.version)
      const { items } = jobs === 'move' ? await moveJobs(team.id, profile.id) : { items: [] }
      return { promoted, items }
    },
    onSuccess: ({ promoted, items }) => {
      client.setQueryData(profileQuery(team.id, profile.id).queryKey, promoted)
      toast.success(`Version ${version.version} is in use`)
      onPromoted(items)
    },
    // Also after a failure: the promotion may have been done before the jobs could not be moved.
    onSettled: () => refreshVersions(client, team.id, profile.id),
  })

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Promote version ${version.version}?`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" pending={promote.isPending} onClick={() => promote.mutate()}>
            Promote version {version.version}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-muted">
          Everything new connects with it from now on. Version {profile.version} is kept as the previous one,
          to roll back to.
        </p>
        {(failed || unchecked) && (
          <Notice
            tone="warn"
            title={failed ? 'Its last check failed.' : 'It was not checked yet.'}
            advice="What can’t log in now will fail for everybody who uses this profile."
          />
        )}
        {runningJobs > 0 && (
          <div className="flex flex-col items-start gap-1.5">
            <p className="text-sm font-medium">
              {runningJobs === 1 ? 'One job runs' : `${runningJobs} jobs run`} with version {profile.version}
            </p>
            <Segmented
              label="Running jobs"
              value={jobs}
              options={[
                { value: 'finish', label: 'Let them finish' },
                { value: 'move', label: 'Move them' },
              ]}
              onValueChange={setJobs}
            />
            <p className="text-xs text-muted">
              {jobs === 'finish'
                ? 'They go on with the old version; its user has to live as long.'
                : 'Each is ended and started again with the new version for what is left to do.'}
            </p>
          </div>
        )}
        {promote.error && <Problem error={promote.error} />}
      </div>
    </Dialog>
  )
}
