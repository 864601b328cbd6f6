'use client'

import { Checkbox } from '#components/ui/checkbox.tsx'
import { Combobox } from '#components/ui/combobox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Select } from '#components/ui/select.tsx'
import type { KafkaFacts } from '#lib/shared/credential.ts'
import type { TopicFacts } from '#lib/shared/topic.ts'
import type { ProduceErrors } from './produce-form-errors.ts'
import type { ProduceForm } from './produce-form-state.ts'

export interface ProduceTargetProps {
  form: ProduceForm
  errors: ProduceErrors
  facts: KafkaFacts
  topics: readonly TopicFacts[]
  /** The topic is known not to exist. */
  missing: boolean
  onChange: (part: Partial<ProduceForm>) => void
}

/** ProduceTarget holds where records go and how many, how fast. */
export function ProduceTarget({ form, errors, facts, topics, missing, onChange }: ProduceTargetProps) {
  const topic = topics.find((each) => each.name === form.topic)
  const hint = facts.topicPrefix
    ? `Granted: topics that begin with ${facts.topic ?? ''}`
    : topic?.exists === true
      ? `${topic.partitions.length} ${topic.partitions.length === 1 ? 'partition' : 'partitions'}`
      : undefined
  return (
    <Panel title="Where, how many">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Topic" error={errors.topic} hint={hint} className="sm:col-span-2">
          {(control) => (
            <Combobox
              mono
              control={control}
              value={form.topic}
              suggestions={topics.map((each) => ({ value: each.name }))}
              onValueChange={(value) => onChange({ topic: value })}
            />
          )}
        </Field>
        {missing && <NewTopic form={form} errors={errors} onChange={onChange} />}
        <HowMany form={form} errors={errors} onChange={onChange} />
        <Field
          label="Records a second"
          aside="optional"
          error={errors.rate}
          hint="Empty: as fast as the cluster acknowledges"
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              placeholder="no limit"
              value={form.rate}
              onChange={(event) => onChange({ rate: event.target.value })}
            />
          )}
        </Field>
        {form.rate.trim() !== '' && (
          <Field
            label="At once"
            aside="optional"
            error={errors.burst}
            hint="So many, then a pause; empty: as evenly as it goes"
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                placeholder="evenly"
                value={form.burst}
                onChange={(event) => onChange({ burst: event.target.value })}
              />
            )}
          </Field>
        )}
      </div>
    </Panel>
  )
}

const ends = [
  { value: 'count', label: 'after a number of records' },
  { value: 'duration', label: 'after a time' },
  { value: 'stopped', label: 'when somebody stops it' },
] as const

const endsOfCollection = [
  { value: 'stopped', label: 'with the last document' },
  { value: 'count', label: 'after a number of documents, or the last' },
  { value: 'duration', label: 'after a time, or with the last' },
] as const

function HowMany({ form, errors, onChange }: Pick<ProduceTargetProps, 'form' | 'errors' | 'onChange'>) {
  return (
    <>
      <Field label="It ends" className={form.end === 'stopped' ? 'sm:col-span-2' : ''}>
        {(control) => (
          <Select
            {...control}
            value={form.end}
            options={form.valueType === 'mongodb' ? endsOfCollection : ends}
            onValueChange={(end) => onChange({ end })}
          />
        )}
      </Field>
      {form.end === 'count' && (
        <Field label="Records" error={errors.count}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={form.count}
              onChange={(event) => onChange({ count: event.target.value })}
            />
          )}
        </Field>
      )}
      {form.end === 'duration' && (
        <Field label="Seconds" error={errors.seconds}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={form.seconds}
              onChange={(event) => onChange({ seconds: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  )
}

function NewTopic({ form, errors, onChange }: Pick<ProduceTargetProps, 'form' | 'errors' | 'onChange'>) {
  return (
    <fieldset className="grid gap-3 rounded-md border border-line p-3 sm:col-span-2 sm:grid-cols-2">
      <legend className="sr-only">New topic</legend>
      <Checkbox
        className="sm:col-span-2"
        label="Create the topic first"
        hint="It is not there, or these credentials can’t see it. One that is there stays as it is."
        checked={form.createTopic}
        onCheckedChange={(createTopic) => onChange({ createTopic })}
      />
      {form.createTopic && (
        <>
          <Field label="Partitions" error={errors.partitions}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={form.partitions}
                onChange={(event) => onChange({ partitions: event.target.value })}
              />
            )}
          </Field>
          <Field
            label="Replication factor"
            error={errors.replicationFactor}
            hint="At most the number of brokers"
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={form.replicationFactor}
                onChange={(event) => onChange({ replicationFactor: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
    </fieldset>
  )
}
