'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { apiErrorOf } from '#lib/client/api.ts'
import { changeNotify } from '#lib/client/queries/job-notices.ts'
import { jobsKey } from '#lib/client/queries/jobs.ts'
import type { Job } from '#lib/shared/job.ts'
import { NotifyFields } from './notify-fields.tsx'

/** NotifyDialog says who is told of the end of a job that has not ended. */
export function NotifyDialog({ team, job, onClose }: { team: string; job: Job; onClose: () => void }) {
  const [notify, setNotify] = useState(job.notify)
  const { me } = useTeam()
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: () => changeNotify(team, job.id, notify),
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries({ queryKey: jobsKey(team) }),
  })
  const failure = save.error ? apiErrorOf(save.error) : null
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title="Tell of its end"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" pending={save.isPending} onClick={() => save.mutate()}>
            Save
          </Button>
        </>
      }
    >
      <NotifyFields
        team={team}
        profile={job.profileId}
        mailTo={job.createdBy === me.user.name ? 'you' : job.createdBy}
        value={notify}
        onChange={setNotify}
      />
      <div aria-live="polite">
        {failure !== null && (
          <Notice
            tone="bad"
            title={failure.message}
            {...(failure.advice ? { advice: failure.advice } : {})}
          />
        )}
      </div>
    </Dialog>
  )
}
