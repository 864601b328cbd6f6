'use client'

import { useQuery } from '@tanstack/react-query'
import { Repeat } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Combobox } from '#components/ui/combobox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { topicsQuery } from '#lib/client/queries/topics.ts'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { CompressionSchema } from '#lib/shared/record.ts'
import { groupError } from './consume-form-state.ts'
import { MoreFields } from './more-fields.tsx'
import { RightNotice } from './right-notice.tsx'
import {
  emptyRoundTripForm,
  type RoundTripForm as Form,
  type RoundTripErrors,
  readRoundTripForm,
} from './round-trip-form-state.ts'
import { useStartJob } from './use-start-job.ts'

const codecs = CompressionSchema.options.map((value) => ({ value, label: value }))

/** What stands in the folded part and can be wrong. */
const folded = ['keys', 'groupId', 'timeoutSeconds'] as const

export interface RoundTripFormProps {
  team: string
  profile: Profile
  facts: KafkaFacts
  initial: Form
}

/** RoundTripForm prepares a round trip. It is good as it stands: one click proves a cluster. */
export function RoundTripForm({ team, profile, facts, initial }: RoundTripFormProps) {
  const [form, setForm] = useState(initial)
  const [shown, setShown] = useState(false)
  const topics = useQuery(topicsQuery(team, profile.id))
  const start = useStartJob(team)
  const known = topics.data?.items ?? []
  const missing = topics.isSuccess && form.topic !== '' && !known.some(isThere(form.topic))
  // One that is there is left as it is, so the wish to create it is only for one that is not.
  const read = readRoundTripForm(missing ? form : { ...form, createTopic: false })
  const wrongGroup = groupError(form.groupId, facts.consumerGroupPrefix)
  const errors: RoundTripErrors = shown && 'errors' in read ? read.errors : {}
  const change = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }))

  function submit(event: SubmitEvent) {
    event.preventDefault()
    setShown(true)
    if ('spec' in read && wrongGroup === null) start.mutate({ profile: profile.id, spec: read.spec })
  }

  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <RightNotice profile={profile} right="topic.write" what="write records" grantedBy="producer" />
      <RightNotice profile={profile} right="group.read" what="use a consumer group" grantedBy="consumer" />
      <p className="text-sm text-muted">
        Writes numbered records, receives them in a consumer group at the same time, and compares: what was
        lost, what came twice or out of order, and how long it took.
      </p>
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <Field label="Topic" error={errors.topic}>
          {(control) => (
            <Combobox
              mono
              control={control}
              value={form.topic}
              suggestions={known.map((each) => ({ value: each.name }))}
              onValueChange={(topic) => change({ topic })}
            />
          )}
        </Field>
        <NumberField name="count" label="Records" {...{ form, errors, change }} hint="1 to 1,000,000" />
        <NumberField
          name="rate"
          label="Records a second"
          aside="optional"
          {...{ form, errors, change }}
          placeholder="no limit"
        />
        <NumberField name="valueBytes" label="Bytes of a value" {...{ form, errors, change }} />
      </div>
      {missing && <NewTopic {...{ form, errors, change }} />}
      <MoreFields
        title="More"
        wrong={wrongGroup !== null || folded.some((name) => errors[name] !== undefined)}
        used={[...folded, 'compression' as const].some((name) => initial[name] !== emptyRoundTripForm[name])}
      >
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          <NumberField
            name="keys"
            label="Distinct keys"
            {...{ form, errors, change }}
            hint="The order is watched for each key"
          />
          <Field label="Compression">
            {(control) => (
              <Select
                {...control}
                value={form.compression}
                options={codecs}
                onValueChange={(compression) => change({ compression })}
              />
            )}
          </Field>
          <Field
            label="Consumer group"
            aside="optional"
            error={wrongGroup ?? errors.groupId}
            hint="Empty: a group of the job’s own. A known one is moved."
          >
            {(control) => (
              <Input
                {...control}
                mono
                placeholder={`${facts.consumerGroupPrefix ?? ''}ks-…`}
                value={form.groupId}
                onChange={(event) => change({ groupId: event.target.value })}
              />
            )}
          </Field>
          <NumberField
            name="timeoutSeconds"
            label="Wait at the end, seconds"
            {...{ form, errors, change }}
            hint="For what the group has not received yet"
          />
        </div>
      </MoreFields>
      {start.error && <Problem error={start.error} />}
      <Button type="submit" variant="primary" pending={start.isPending} className="self-start">
        <Repeat />
        Start the round trip
      </Button>
    </form>
  )
}

const isThere = (name: string) => (topic: { name: string; exists: boolean }) =>
  topic.name === name && topic.exists

interface PartProps {
  form: Form
  errors: RoundTripErrors
  change: (part: Partial<Form>) => void
}

interface NumberFieldProps extends PartProps {
  name: 'count' | 'rate' | 'valueBytes' | 'keys' | 'timeoutSeconds' | 'partitions' | 'replicationFactor'
  label: string
  hint?: string
  aside?: string
  placeholder?: string
}

function NumberField({ name, label, hint, aside, placeholder, form, errors, change }: NumberFieldProps) {
  return (
    <Field label={label} hint={hint} aside={aside} error={errors[name]}>
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          placeholder={placeholder}
          value={form[name]}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </Field>
  )
}

function NewTopic(part: PartProps) {
  const { form, change } = part
  return (
    <fieldset className="grid gap-3 rounded-md border border-line p-3 sm:grid-cols-2">
      <legend className="sr-only">New topic</legend>
      <Checkbox
        className="sm:col-span-2"
        label="Create the topic first"
        hint="It is not there, or these credentials can’t see it."
        checked={form.createTopic}
        onCheckedChange={(createTopic) => change({ createTopic })}
      />
      {form.createTopic && (
        <>
          <NumberField name="partitions" label="Partitions" {...part} />
          <NumberField
            name="replicationFactor"
            label="Replication factor"
            {...part}
            hint="At most the number of brokers"
          />
        </>
      )}
    </fieldset>
  )
}
