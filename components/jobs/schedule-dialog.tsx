'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Select } from '#components/ui/select.tsx'
import { useSettled } from '#components/ui/use-settled.ts'
import { apiErrorOf } from '#lib/client/api.ts'
import {
  changeSchedule,
  createSchedule,
  nextRunsQuery,
  schedulesKey,
} from '#lib/client/queries/job-schedules.ts'
import type { JobSpec } from '#lib/shared/job.ts'
import type { JobSchedule } from '#lib/shared/job-schedule.ts'
import { kindWords, specWords } from './job-words.ts'
import { NextRuns } from './next-runs.tsx'
import { NotifyFields } from './notify-fields.tsx'

const SETTLE_MS = 300
const usual = [
  { value: '*/15 * * * *', label: 'Every 15 minutes' },
  { value: '0 * * * *', label: 'Every hour' },
  { value: '30 6 * * *', label: 'Every day at 06:30' },
  { value: '30 6 * * 1-5', label: 'Monday to Friday at 06:30' },
  { value: '0 5 * * 0', label: 'Sundays at 05:00' },
  { value: '0 0 1 * *', label: 'The first of each month' },
] as const

export interface ScheduleDialogProps {
  team: string
  profile: string
  spec: JobSpec
  name: string
  /** The one that is changed; absent for a new one. */
  schedule?: JobSchedule
  onClose: () => void
  onSaved?: () => void
}

/** ScheduleDialog says when a job is started again and again, and shows the next times before it is saved. */
export function ScheduleDialog(props: ScheduleDialogProps) {
  const { team, profile, spec, schedule, onClose } = props
  const [name, setName] = useState(schedule?.name ?? props.name)
  const [cron, setCron] = useState(schedule?.cron ?? '30 6 * * *')
  const [timeZone, setTimeZone] = useState(schedule?.timeZone ?? ownZone())
  const [missed, setMissed] = useState(schedule?.missed ?? 'skip')
  const [notify, setNotify] = useState(schedule?.notify ?? null)
  const settled = useSettled(cron.trim(), SETTLE_MS)
  const preview = useQuery({ ...nextRunsQuery(team, { cron: settled, timeZone }), enabled: settled !== '' })
  const client = useQueryClient()
  const form = useId()
  const save = useMutation({
    mutationFn: () => {
      const input = { name: name.trim(), cron: cron.trim(), timeZone, missed, notify }
      return schedule
        ? changeSchedule(team, schedule.id, input)
        : createSchedule(team, { ...input, profile, spec })
    },
    onSuccess: () => {
      onClose()
      props.onSaved?.()
    },
    onSettled: () => client.invalidateQueries({ queryKey: schedulesKey(team) }),
  })
  const failure = save.error ? apiErrorOf(save.error) : null
  const wrongTimes = preview.data?.issue ?? null
  function submit(event: SubmitEvent) {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={schedule ? 'Change the schedule' : 'Schedule this job'}
      description={`${kindWords[spec.kind]} ${specWords(spec)}. It runs as you, for as long as you may use the profile.`}
      width="md"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            pending={save.isPending}
            disabled={name.trim() === '' || cron.trim() === '' || wrongTimes !== null}
          >
            {schedule ? 'Save' : 'Schedule'}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Field label="Name" error={failure?.field === 'name' ? failure.message : undefined}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={80}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <div className="grid gap-3 sm:grid-cols-3">
          <Field label="Often wanted">
            {(control) => (
              <Select
                {...control}
                value={usual.some(({ value }) => value === cron) ? cron : ''}
                options={[{ value: '', label: 'As written' }, ...usual]}
                onValueChange={(value) => {
                  if (value !== '') setCron(value)
                }}
              />
            )}
          </Field>
          <Field
            label="Times"
            hint="minute hour day month weekday"
            error={wrongTimes?.field === 'cron' ? wrongTimes.message : undefined}
          >
            {(control) => (
              <Input
                {...control}
                mono
                value={cron}
                maxLength={100}
                onChange={(event) => setCron(event.target.value)}
              />
            )}
          </Field>
          <Field label="Time zone" error={wrongTimes?.field === 'timeZone' ? wrongTimes.message : undefined}>
            {(control) => (
              <Select {...control} value={timeZone} options={zones(timeZone)} onValueChange={setTimeZone} />
            )}
          </Field>
        </div>
        {wrongTimes === null && settled !== '' && (
          <NextRuns team={team} times={{ cron: settled, timeZone }} />
        )}
        <div className="flex flex-col gap-1">
          <p className="text-sm font-medium">When no server was up at its time</p>
          <Segmented
            className="self-start"
            label="When no server was up at its time"
            value={missed}
            options={[
              { value: 'skip', label: 'Leave it out' },
              { value: 'once', label: 'Run once, late' },
            ]}
            onValueChange={setMissed}
          />
          <p className="text-xs text-muted">While the former run goes on, a time is left out and counted.</p>
        </div>
        <fieldset className="flex flex-col gap-2 border-t border-line pt-3">
          <legend className="float-left mb-2 text-sm font-medium">Tell of each end</legend>
          <NotifyFields team={team} profile={profile} mailTo="you" value={notify} onChange={setNotify} />
        </fieldset>
        {failure !== null && failure.field !== 'name' && (
          <Notice
            tone="bad"
            title={failure.message}
            {...(failure.advice ? { advice: failure.advice } : {})}
          />
        )}
      </form>
    </Dialog>
  )
}

const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

function zones(chosen: string): { value: string; label: string }[] {
  const all = new Set(['UTC', chosen, ...Intl.supportedValuesOf('timeZone')])
  return [...all].map((value) => ({ value, label: value.replaceAll('_', ' ') }))
}
