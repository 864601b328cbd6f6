'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { profilesQuery } from '#lib/client/queries/profiles.ts'
import { JobKindSchema, JobStateSchema } from '#lib/shared/job.ts'
import { kindWords, stateLooks } from './job-words.ts'
import { isChosen, type JobsAddress, OPEN } from './jobs-address.ts'

const states = [
  { value: '', label: 'Any state' },
  { value: OPEN, label: 'Queued or running' },
  ...JobStateSchema.options.map((value) => ({
    value,
    label: stateLooks[value].word,
  })),
]
const kinds = [
  { value: '', label: 'Any kind' },
  ...JobKindSchema.options.map((value) => ({ value, label: kindWords[value] })),
]
const nothing: JobsAddress = { text: '', state: '', kind: '', profile: '', from: '', to: '' }

/** JobFilters chooses which jobs of the history are listed. */
export function JobFilters(props: {
  team: string
  address: JobsAddress
  onChange: (next: Partial<JobsAddress>) => void
}) {
  const { team, address, onChange } = props
  const profiles = useQuery(profilesQuery(team)).data?.items ?? []
  const known = [
    { value: '', label: 'Any profile' },
    ...profiles.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <search aria-label="Filter jobs" className="flex flex-wrap items-end gap-3">
      <Words key={address.text} text={address.text} onApply={(text) => onChange({ text })} />
      <Field label="State" className="w-[calc(50%-0.375rem)] sm:w-40">
        {(control) => (
          <Select
            {...control}
            value={address.state}
            options={states}
            onValueChange={(state) => onChange({ state })}
          />
        )}
      </Field>
      <Field label="Kind" className="w-[calc(50%-0.375rem)] sm:w-32">
        {(control) => (
          <Select
            {...control}
            value={address.kind}
            options={kinds}
            onValueChange={(kind) => onChange({ kind })}
          />
        )}
      </Field>
      <Field label="Profile" className="w-full sm:w-44">
        {(control) => (
          <Select
            {...control}
            value={known.some(({ value }) => value === address.profile) ? address.profile : ''}
            options={known}
            onValueChange={(profile) => onChange({ profile })}
          />
        )}
      </Field>
      <Day label="From" value={address.from} max={address.to} onDay={(from) => onChange({ from })} />
      <Day label="To" value={address.to} min={address.from} onDay={(to) => onChange({ to })} />
      {isChosen(address) && (
        <Button variant="ghost" onClick={() => onChange(nothing)}>
          <X />
          No filter
        </Button>
      )}
    </search>
  )
}

function Day(props: {
  label: string
  value: string
  min?: string
  max?: string
  onDay: (day: string) => void
}) {
  const { label, value, min, max, onDay } = props
  return (
    <Field label={label} className="w-[calc(50%-0.375rem)] sm:w-36">
      {(control) => (
        <Input
          {...control}
          type="date"
          {...(min ? { min } : {})}
          {...(max ? { max } : {})}
          value={value}
          onChange={(event) => onDay(event.target.value)}
        />
      )}
    </Field>
  )
}

/** The server is asked when the words are finished and not at each letter. */
function Words({ text, onApply }: { text: string; onApply: (text: string) => void }) {
  const [words, setWords] = useState(text)
  const apply = () => {
    if (words.trim() !== text) onApply(words.trim())
  }
  return (
    <Field label="Search" className="w-full sm:w-60">
      {(control) => (
        <Input
          {...control}
          type="search"
          value={words}
          placeholder="name, topic, id, who"
          maxLength={200}
          onChange={(event) => setWords(event.target.value)}
          onBlur={apply}
          onKeyDown={(event) => {
            if (event.key === 'Enter') apply()
          }}
        />
      )}
    </Field>
  )
}
