'use client'

import { useState } from 'react'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import type { ProduceFieldsProps } from './produce-content.tsx'
import { emptyProduceForm, type ProduceForm } from './produce-form-state.ts'

const keyTypes = [
  { value: 'template', label: 'from the template above' },
  { value: 'field', label: 'a field of the value' },
  { value: 'cycle', label: 'a number of keys in turn' },
] as const

const partitionTypes = [
  { value: 'key', label: 'by the key, as Java’s client does' },
  { value: 'round-robin', label: 'one after the other' },
  { value: 'fixed', label: 'always the same' },
  { value: 'template', label: 'by a template' },
  { value: 'field', label: 'by a field of the value' },
] as const

const timestampTypes = [
  { value: 'now', label: 'when it is written' },
  { value: 'fixed', label: 'always the same' },
  { value: 'range', label: 'spread evenly over a range' },
  { value: 'field', label: 'a field of the value' },
] as const

const partitionLabels = {
  key: '',
  'round-robin': '',
  fixed: 'Partition’s number',
  template: 'Partition’s template',
  field: 'Partition’s field',
} as const satisfies Record<ProduceForm['partitionType'], string>

/** ProduceDetails holds what most jobs leave as it is, folded: how key, partition and time are chosen, the seed. */
export function ProduceDetails({ form, errors, onChange }: ProduceFieldsProps) {
  const wrong = [errors.partition, errors.timestamp, errors.seed].some((each) => each !== undefined)
  const [open, setOpen] = useState(() => isUsed(form))
  return (
    <details
      className="border-t border-line pt-1 text-sm"
      open={open || wrong}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer py-1 font-medium">Partition, time and chance</summary>
      <div className="grid gap-3 pt-3 sm:grid-cols-2">
        <Field label="The key is">
          {(control) => (
            <Select
              {...control}
              value={form.keyType}
              options={keyTypes}
              onValueChange={(keyType) => onChange({ keyType, key: '' })}
            />
          )}
        </Field>
        <Field
          label="Seed"
          aside="optional"
          error={errors.seed}
          hint="The same number gives the same records, but for times"
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              placeholder="by chance"
              value={form.seed}
              onChange={(event) => onChange({ seed: event.target.value })}
            />
          )}
        </Field>
        <PartitionFields form={form} errors={errors} onChange={onChange} />
        <TimeFields form={form} errors={errors} onChange={onChange} />
      </div>
    </details>
  )
}

function isUsed(form: ProduceForm): boolean {
  const parts = ['keyType', 'seed', 'partitionType', 'timestampType'] as const
  return parts.some((part) => form[part] !== emptyProduceForm[part])
}

function PartitionFields({ form, errors, onChange }: ProduceFieldsProps) {
  const label = partitionLabels[form.partitionType]
  return (
    <>
      <Field
        label="The partition is"
        error={label === '' ? errors.partition : undefined}
        className={label === '' ? 'sm:col-span-2' : ''}
      >
        {(control) => (
          <Select
            {...control}
            value={form.partitionType}
            options={partitionTypes}
            onValueChange={(partitionType) => onChange({ partitionType, partition: '' })}
          />
        )}
      </Field>
      {label !== '' && (
        <Field label={label} error={errors.partition}>
          {(control) => (
            <Input
              {...control}
              mono
              value={form.partition}
              onChange={(event) => onChange({ partition: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  )
}

function TimeFields({ form, errors, onChange }: ProduceFieldsProps) {
  const { timestampType: type } = form
  const example = '2026-01-31T12:00:00Z'
  return (
    <>
      <Field
        label="The time is"
        error={type === 'now' ? errors.timestamp : undefined}
        className={type === 'now' || type === 'range' ? 'sm:col-span-2' : ''}
      >
        {(control) => (
          <Select
            {...control}
            value={type}
            options={timestampTypes}
            onValueChange={(timestampType) => onChange({ timestampType, timestamp: '', timestampTo: '' })}
          />
        )}
      </Field>
      {type !== 'now' && (
        <Field
          label={type === 'range' ? 'From' : type === 'fixed' ? 'At' : 'Time’s field'}
          error={errors.timestamp}
        >
          {(control) => (
            <Input
              {...control}
              mono
              placeholder={type === 'field' ? 'created_at' : example}
              value={form.timestamp}
              onChange={(event) => onChange({ timestamp: event.target.value })}
            />
          )}
        </Field>
      )}
      {type === 'range' && (
        <Field label="To">
          {(control) => (
            <Input
              {...control}
              mono
              placeholder={example}
              value={form.timestampTo}
              onChange={(event) => onChange({ timestampTo: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  )
}
