'use client'

import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Select } from '#components/ui/select.tsx'
import type { ConsumeOptionsProps } from './consume-options.tsx'
import { MongoProfileField } from './mongo-profile-field.tsx'
import { MoreFields } from './more-fields.tsx'
import { emptySinkForm } from './sink-form-state.ts'
import { WebhookField } from './webhook-field.tsx'

const sinks = [
  { value: 'none', label: 'Counted only' },
  { value: 'webhook', label: 'To a webhook' },
  { value: 'mongodb', label: 'To MongoDB' },
] as const

const formats = [
  { value: 'json', label: 'a JSON array' },
  { value: 'ndjson', label: 'a line of JSON for each (NDJSON)' },
] as const

export interface SinkFieldsProps extends ConsumeOptionsProps {
  team: string
  profile: string
}

/** SinkFields choose where consumed records go besides being counted. */
export function SinkFields({ team, profile, ...part }: SinkFieldsProps) {
  const { form, change } = part
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-col gap-1">
        <p className="text-sm font-medium">Where records go</p>
        <Segmented
          className="self-start"
          label="Where records go"
          value={form.sink}
          options={sinks}
          onValueChange={(sink) => change({ sink })}
        />
      </div>
      {form.sink === 'webhook' && <WebhookFields team={team} profile={profile} {...part} />}
      {form.sink === 'mongodb' && <MongoFields team={team} {...part} />}
    </div>
  )
}

function WebhookFields({ team, profile, ...part }: SinkFieldsProps) {
  const { form, errors, change } = part
  const limits = ['maxRecords', 'maxBytes'] as const
  return (
    <>
      <div className="grid gap-3 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <WebhookField
          team={team}
          profile={profile}
          none="Choose a webhook"
          error={errors.webhook}
          hint="Gets the records by POST, each call signed (standardwebhooks.com)"
          value={form.webhook}
          onValueChange={(webhook) => change({ webhook })}
        />
        <Field label="Body of a call">
          {(control) => (
            <Select
              {...control}
              value={form.format}
              options={formats}
              onValueChange={(format) => change({ format })}
            />
          )}
        </Field>
      </div>
      <MoreFields
        title="Limits of a call"
        wrong={limits.some((name) => errors[name] !== undefined)}
        used={limits.some((name) => form[name] !== emptySinkForm[name])}
      >
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          <LimitField name="maxRecords" label="Records at most" hint="1 to 10,000" {...part} />
          <LimitField
            name="maxBytes"
            label="Bytes at most"
            hint="A record that is larger counts as failed"
            {...part}
          />
        </div>
      </MoreFields>
    </>
  )
}

interface LimitFieldProps extends ConsumeOptionsProps {
  name: 'maxRecords' | 'maxBytes'
  label: string
  hint: string
}

function LimitField({ name, label, hint, form, errors, change }: LimitFieldProps) {
  return (
    <Field label={label} error={errors[name]} hint={hint}>
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          value={form[name]}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </Field>
  )
}

function MongoFields({ team, form, errors, change }: ConsumeOptionsProps & { team: string }) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <MongoProfileField
        team={team}
        label="Profile of MongoDB"
        none="Choose a profile"
        error={errors.mongoProfile}
        value={form.mongoProfile}
        onValueChange={(mongoProfile) => change({ mongoProfile })}
      />
      <p className="self-center text-sm text-muted">
        One document for each record, in the database{' '}
        {form.topic.trim() === '' ? (
          'named after the topic'
        ) : (
          <span className="font-mono">{form.topic.trim()}</span>
        )}
        , collection <span className="font-mono">consumer</span>, as the charms’ test application writes them.
        A value that is no JSON object is counted as undecodable.
      </p>
    </div>
  )
}
