'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Bell, BookmarkPlus, CalendarClock, Ellipsis } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'
import { saveTemplate, templatesKey } from '#lib/client/queries/job-templates.ts'
import type { Job } from '#lib/shared/job.ts'
import { againSpec } from './job-words.ts'
import { NameDialog } from './name-dialog.tsx'
import { NotifyDialog } from './notify-dialog.tsx'
import { ScheduleDialog } from './schedule-dialog.tsx'

/** JobMore keeps a job as a template, makes a schedule of it, and says who is told of its end. */
export function JobMore({ team, job, over }: { team: string; job: Job; over: boolean }) {
  const { may } = useTeam()
  const router = useRouter()
  const client = useQueryClient()
  const [open, setOpen] = useState<'template' | 'schedule' | 'notify' | null>(null)
  const close = () => setOpen(null)
  const save = useMutation({
    mutationFn: (name: string) => saveTemplate(team, { name, profile: job.profileId, spec: againSpec(job) }),
    onSuccess: ({ name }) => {
      close()
      toast.success(`Saved as the template “${name}”`)
    },
    onSettled: () => client.invalidateQueries({ queryKey: templatesKey(team) }),
  })
  return (
    <>
      <Menu
        trigger={
          <Button aria-label="More" title="More">
            <Ellipsis />
          </Button>
        }
      >
        {may('template.write') && (
          <MenuItem onSelect={() => setOpen('template')}>
            <BookmarkPlus />
            Save as template…
          </MenuItem>
        )}
        {may('schedule.write') && (
          <MenuItem onSelect={() => setOpen('schedule')}>
            <CalendarClock />
            Schedule…
          </MenuItem>
        )}
        {!over && (
          <MenuItem onSelect={() => setOpen('notify')}>
            <Bell />
            Tell of its end…
          </MenuItem>
        )}
      </Menu>
      {open === 'template' && (
        <NameDialog
          title="Save as template"
          description="The team keeps what this job does under a name, to run it again or to change it first."
          initial={job.name}
          button="Save"
          pending={save.isPending}
          error={save.error}
          onName={(name) => save.mutate(name)}
          onClose={close}
        />
      )}
      {open === 'schedule' && (
        <ScheduleDialog
          team={team}
          profile={job.profileId}
          spec={againSpec(job)}
          name={job.name}
          onClose={close}
          onSaved={() => router.push(`/teams/${team}/jobs/schedules`)}
        />
      )}
      {open === 'notify' && <NotifyDialog team={team} job={job} onClose={close} />}
    </>
  )
}
