'use client'

import { useMutation } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import Link from 'next/link'
import { type SubmitEvent, useState } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Select } from '#components/ui/select.tsx'
import { produceFew } from '#lib/client/queries/records.ts'
import { defaultAddress, formatRecordAddress } from '#lib/client/record-address.ts'
import type { Profile } from '#lib/shared/profile.ts'
import { CompressionSchema } from '#lib/shared/record.ts'
import { BytesField } from './bytes-field.tsx'
import { type RecordForm, readRecordForm } from './record-form-state.ts'
import { RecordHeaders } from './record-headers.tsx'
import { RightNotice } from './right-notice.tsx'

export interface ProduceRecordProps {
  team: string
  profile: Profile
  initial: RecordForm
}

const compressions = CompressionSchema.options.map((value) => ({
  value,
  label: value === 'none' ? 'None' : value,
}))

/** ProduceRecord writes one record exactly as the form has it, and says where it went. */
export function ProduceRecord({ team, profile, initial }: ProduceRecordProps) {
  const [form, setForm] = useState(initial)
  const [shown, setShown] = useState(false)
  const produce = useMutation({
    mutationFn: ({ topic, body }: Exclude<ReturnType<typeof readRecordForm>, { errors: unknown }>) =>
      produceFew(team, profile.id, topic, body),
  })
  const read = readRecordForm(form)
  const errors = shown && 'errors' in read ? read.errors : {}
  const change = (part: Partial<RecordForm>) => setForm((before) => ({ ...before, ...part }))

  function submit(event: SubmitEvent) {
    event.preventDefault()
    setShown(true)
    if ('body' in read) produce.mutate(read)
  }

  const [written] = produce.data?.records ?? []
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <RightNotice profile={profile} right="topic.write" what="write records" grantedBy="producer" />
      <div className="grid gap-3 lg:grid-cols-2">
        <Panel title="Where">
          <Where form={form} errors={errors} onChange={change} />
        </Panel>
        <Panel title="What">
          <div className="flex flex-col gap-3">
            <BytesField
              label="Key"
              missing="Null: the record has no key."
              draft={form.key}
              error={errors.key}
              onChange={(key) => change({ key })}
            />
            <BytesField
              label="Value"
              missing="Null: a tombstone, which deletes the key where the topic is compacted."
              rows={8}
              draft={form.value}
              error={errors.value}
              onChange={(value) => change({ value })}
            />
            <RecordHeaders
              headers={form.headers}
              error={errors.headers}
              onChange={(headers) => change({ headers })}
            />
          </div>
        </Panel>
      </div>
      {produce.error && <Problem error={produce.error} />}
      {written !== undefined && produce.variables !== undefined && (
        <Notice
          tone="ok"
          title={`Written to partition ${written.partition} at offset ${written.offset}.`}
          advice={
            <Link
              className="underline"
              href={`/teams/${team}/profiles/${profile.id}/live?${formatRecordAddress({
                ...defaultAddress,
                topic: produce.variables.topic,
                partitions: [written.partition],
                from: `offset:${written.offset}`,
                selected: { partition: written.partition, offset: written.offset },
              })}`}
            >
              Look at it
            </Link>
          }
        />
      )}
      <Button type="submit" variant="primary" pending={produce.isPending} className="self-start">
        <Send />
        Produce this record
      </Button>
    </form>
  )
}

interface WhereProps {
  form: RecordForm
  errors: Partial<Record<string, string>>
  onChange: (part: Partial<RecordForm>) => void
}

function Where({ form, errors, onChange }: WhereProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Topic" error={errors['topic']} className="sm:col-span-2">
        {(control) => (
          <Input
            {...control}
            mono
            value={form.topic}
            onChange={(event) => onChange({ topic: event.target.value })}
          />
        )}
      </Field>
      <Field label="Partition" aside="optional" error={errors['partition']} hint="Empty: by the key’s hash">
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            placeholder="by the key"
            value={form.partition}
            onChange={(event) => onChange({ partition: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Timestamp"
        aside="optional"
        error={errors['timestamp']}
        hint="Milliseconds since 1970; empty: now"
      >
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            placeholder="now"
            value={form.timestamp}
            onChange={(event) => onChange({ timestamp: event.target.value })}
          />
        )}
      </Field>
      <Field label="Compression">
        {(control) => (
          <Select
            {...control}
            value={form.compression}
            options={compressions}
            onValueChange={(compression) => onChange({ compression })}
          />
        )}
      </Field>
    </div>
  )
}
