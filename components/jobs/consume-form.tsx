'use client'

import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Combobox } from '#components/ui/combobox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { topicsQuery } from '#lib/client/queries/topics.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'
import {
  type ConsumeErrors,
  type ConsumeForm as Form,
  formInForce,
  groupError,
  readConsumeForm,
} from './consume-form-state.ts'
import { ConsumeOptions, type ConsumeOptionsProps } from './consume-options.tsx'
import { RightNotice } from './right-notice.tsx'
import { SinkFields } from './sink-fields.tsx'
import { useStartJob } from './use-start-job.ts'

const starts = [
  { value: 'earliest', label: 'the earliest record' },
  { value: 'latest', label: 'now, only what comes' },
  { value: 'time', label: 'a time' },
] as const

const stops = [
  { value: 'idle', label: 'after some idle seconds' },
  { value: 'limit', label: 'after a number of records' },
  { value: 'duration', label: 'after some seconds' },
  { value: 'never', label: 'when somebody cancels it' },
] as const
const stopsOfSink = stops.map((each) =>
  each.value === 'duration'
    ? { ...each, label: `${each.label} (only where records are counted)`, disabled: true }
    : each,
)

export interface ConsumeFormProps {
  team: string
  profile: Profile
  facts: KafkaFacts
  initial: Form
}

/** ConsumeForm prepares a consume job: topic, group, where it begins and when it stops. */
export function ConsumeForm({ team, profile, facts, initial }: ConsumeFormProps) {
  const [typed, setForm] = useState(initial)
  const form = formInForce(typed)
  const [shown, setShown] = useState(false)
  const topics = useQuery(topicsQuery(team, profile.id))
  const start = useStartJob(team)
  const prefix = facts.consumerGroupPrefix
  const read = readConsumeForm(form, prefix)
  const errors: ConsumeErrors = shown && 'errors' in read ? read.errors : {}
  const change = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }))
  // A wrong prefix can be told at once; the rest waits until somebody means it.
  const wrongGroup = groupError(form.groupId, prefix)

  function submit(event: SubmitEvent) {
    event.preventDefault()
    setShown(true)
    if ('spec' in read) start.mutate({ profile: profile.id, ...read })
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <RightNotice profile={profile} right="group.read" what="use a consumer group" grantedBy="consumer" />
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <Field label="Topic" error={errors.topic}>
          {(control) => (
            <Combobox
              mono
              control={control}
              value={form.topic}
              suggestions={(topics.data?.items ?? []).map((each) => ({ value: each.name }))}
              onValueChange={(topic) => change({ topic })}
            />
          )}
        </Field>
        <Field
          label="Consumer group"
          aside="optional"
          error={wrongGroup ?? errors.groupId}
          hint={
            prefix === null
              ? 'Empty: a group of the job’s own'
              : `Empty: a group of the job’s own, under ${prefix}`
          }
        >
          {(control) => (
            <Input
              {...control}
              mono
              placeholder={`${prefix ?? ''}ks-…`}
              value={form.groupId}
              onChange={(event) => change({ groupId: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="Without a committed offset"
          error={form.from === 'time' ? errors.time : undefined}
          hint="Where the group has committed, it goes on there"
        >
          {({ id, 'aria-invalid': invalid, ...told }) => (
            <div className="flex flex-wrap gap-2">
              <Select
                id={id}
                {...told}
                className="min-w-32 flex-1"
                value={form.from}
                options={starts}
                onValueChange={(from) => change({ from })}
              />
              {form.from === 'time' && (
                <Input
                  {...told}
                  aria-invalid={invalid}
                  mono
                  className="w-52!"
                  aria-label="Time to begin at"
                  placeholder="2026-01-31T00:00:00Z"
                  value={form.time}
                  onChange={(event) => change({ time: event.target.value })}
                />
              )}
            </div>
          )}
        </Field>
        <StopField form={form} errors={errors} change={change} />
      </div>
      <SinkFields team={team} profile={profile.id} form={form} errors={errors} change={change} />
      <ConsumeOptions form={form} errors={errors} change={change} />
      {start.error && <Problem error={start.error} />}
      <Button type="submit" variant="primary" pending={start.isPending} className="self-start">
        <Download />
        Consume
      </Button>
    </form>
  )
}

const amounts = {
  idle: { name: 'idleSeconds', label: 'Idle seconds', width: 'w-20!' },
  limit: { name: 'limit', label: 'Number of records', width: 'w-28!' },
  duration: { name: 'durationSeconds', label: 'Seconds', width: 'w-20!' },
} as const

function StopField({ form, errors, change }: ConsumeOptionsProps) {
  const amount = form.stop === 'never' ? null : amounts[form.stop]
  return (
    <Field label="It stops" error={amount ? errors[amount.name] : undefined}>
      {({ id, 'aria-invalid': invalid, ...told }) => (
        <div className="flex gap-2">
          <Select
            id={id}
            {...told}
            className="flex-1"
            value={form.stop}
            options={form.sink === 'none' ? stops : stopsOfSink}
            onValueChange={(stop) => change({ stop })}
          />
          {amount && (
            <Input
              {...told}
              aria-invalid={invalid}
              className={amount.width}
              aria-label={amount.label}
              inputMode="numeric"
              value={form[amount.name]}
              onChange={(event) => change({ [amount.name]: event.target.value })}
            />
          )}
        </div>
      )}
    </Field>
  )
}
