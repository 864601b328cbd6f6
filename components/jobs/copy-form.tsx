'use client'

import { useQuery } from '@tanstack/react-query'
import { Copy, Send } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button } from '#components/ui/button.tsx'
import { Combobox } from '#components/ui/combobox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { profilesQuery } from '#lib/client/queries/profiles.ts'
import { topicsQuery } from '#lib/client/queries/topics.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { type CopyPart, type CopyForm as Form, readCopyForm } from './copy-form-state.ts'
import { MappingFields } from './copy-mapping.tsx'
import { CopySource } from './copy-source.tsx'
import { RightNotice } from './right-notice.tsx'
import { useStartJob } from './use-start-job.ts'

export interface CopyFormProps {
  team: string
  profile: Profile
  initial: Form
  /** What the button says. */
  action?: 'Copy' | 'Produce'
}

/** CopyForm prepares a copy: what of which topic, where to, and what becomes of it on the way. */
export function CopyForm({ team, profile, initial, action = 'Copy' }: CopyFormProps) {
  const [form, setForm] = useState(initial)
  const [shown, setShown] = useState(false)
  const topics = useQuery(topicsQuery(team, profile.id))
  const start = useStartJob(team)
  const read = readCopyForm(form, profile.id)
  const part: CopyPart = {
    form,
    errors: shown && 'errors' in read ? read.errors : {},
    change: (changes) => setForm((before) => ({ ...before, ...changes })),
  }

  function submit(event: SubmitEvent) {
    // The popovers of range and partitions hold forms of their own, whose events come by here.
    if (event.target !== event.currentTarget) return
    event.preventDefault()
    setShown(true)
    if ('spec' in read) start.mutate({ profile: profile.id, spec: read.spec })
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <RightNotice profile={profile} right="topic.read" what="read records" grantedBy="consumer" />
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <CopySource topics={topics.data?.items ?? []} {...part} />
        <TargetFields team={team} profile={profile} {...part} />
      </div>
      <MappingFields {...part} />
      {start.error && <Problem error={start.error} />}
      <Button type="submit" variant="primary" pending={start.isPending} className="self-start">
        {action === 'Copy' ? <Copy /> : <Send />}
        {action}
      </Button>
    </form>
  )
}

/** The profiles to choose from are those that the person may use. */
function TargetFields({
  team,
  profile,
  form,
  errors,
  change,
}: CopyPart & { team: string; profile: Profile }) {
  const { mayWith } = useTeam()
  const profiles = useQuery(profilesQuery(team))
  const known = profiles.data?.items ?? [profile]
  const fit = known.filter((each) => each.product === 'kafka' && mayWith(each, 'job.start', 'use'))
  // A choice that is not among the options would look as if another one was made.
  const isKnown = fit.some(({ id }) => id === form.targetProfile)
  const strange = profiles.isPending ? 'Loading…' : 'One that you may not use'
  const topics = useQuery(topicsQuery(team, form.targetProfile))
  return (
    <>
      <Field label="To profile">
        {(control) => (
          <Select
            {...control}
            value={form.targetProfile}
            options={[
              ...(isKnown ? [] : [{ value: form.targetProfile, label: strange }]),
              ...fit.map(({ id, name }) => ({
                value: id,
                label: id === profile.id ? `${name} (this one)` : name,
              })),
            ]}
            onValueChange={(targetProfile) => {
              const facts = fit.find(({ id }) => id === targetProfile)?.facts
              const granted = facts?.product === 'kafka' && !facts.topicPrefix ? facts.topic : null
              change({ targetProfile, ...(granted !== null && { targetTopic: granted }) })
            }}
          />
        )}
      </Field>
      <Field label="To topic" error={errors.targetTopic}>
        {(control) => (
          <Combobox
            mono
            control={control}
            value={form.targetTopic}
            suggestions={(topics.data?.items ?? []).map((each) => ({ value: each.name }))}
            onValueChange={(targetTopic) => change({ targetTopic })}
          />
        )}
      </Field>
    </>
  )
}
