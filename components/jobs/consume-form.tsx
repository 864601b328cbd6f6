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
import { type ConsumeForm as Form, groupError, readConsumeForm } from './consume-form-state.ts'
import { RightNotice } from './right-notice.tsx'
import { useStartJob } from './use-start-job.ts'

const starts = [
  { value: 'earliest', label: 'the earliest record' },
  { value: 'latest', label: 'now, only what comes' },
] as const

const stops = [
  { value: 'idle', label: 'when nothing arrives for a while' },
  { value: 'limit', label: 'after a number of records' },
  { value: 'never', label: 'when somebody cancels it' },
] as const

export interface ConsumeFormProps {
  team: string
  profile: Profile
  facts: KafkaFacts
  initial: Form
}

/** ConsumeForm prepares a consume job: topic, group, where it begins and when it stops. */
export function ConsumeForm({ team, profile, facts, initial }: ConsumeFormProps) {
  const [form, setForm] = useState(initial)
  const [shown, setShown] = useState(false)
  const topics = useQuery(topicsQuery(team, profile.id))
  const start = useStartJob(team)
  const prefix = facts.consumerGroupPrefix
  const read = readConsumeForm(form, prefix)
  const errors = shown && 'errors' in read ? read.errors : {}
  const change = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }))
  // A wrong prefix can be told at once; the rest waits until somebody means it.
  const wrongGroup = groupError(form.groupId, prefix)

  function submit(event: SubmitEvent) {
    event.preventDefault()
    setShown(true)
    if ('spec' in read) start.mutate({ profile: profile.id, spec: read.spec })
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
        <Field label="A new group begins with" hint="A known group goes on where it committed">
          {(control) => (
            <Select
              {...control}
              value={form.from}
              options={starts}
              onValueChange={(from) => change({ from })}
            />
          )}
        </Field>
        <StopField form={form} errors={errors} change={change} />
      </div>
      {start.error && <Problem error={start.error} />}
      <Button type="submit" variant="primary" pending={start.isPending} className="self-start">
        <Download />
        Consume
      </Button>
    </form>
  )
}

interface StopFieldProps {
  form: Form
  errors: { limit?: string; idleSeconds?: string }
  change: (part: Partial<Form>) => void
}

function StopField({ form, errors, change }: StopFieldProps) {
  return (
    <Field
      label="It stops"
      error={form.stop === 'limit' ? errors.limit : form.stop === 'idle' ? errors.idleSeconds : undefined}
    >
      {(control) => (
        <div className="flex gap-2">
          <Select
            {...control}
            className="flex-1"
            value={form.stop}
            options={stops}
            onValueChange={(stop) => change({ stop })}
          />
          {form.stop === 'idle' && (
            <Input
              className="w-20!"
              aria-label="Idle seconds"
              inputMode="numeric"
              value={form.idleSeconds}
              onChange={(event) => change({ idleSeconds: event.target.value })}
            />
          )}
          {form.stop === 'limit' && (
            <Input
              className="w-28!"
              aria-label="Number of records"
              inputMode="numeric"
              value={form.limit}
              onChange={(event) => change({ limit: event.target.value })}
            />
          )}
        </div>
      )}
    </Field>
  )
}
