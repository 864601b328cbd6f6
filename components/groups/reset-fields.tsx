import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import type { ResetForm, ResetIssues, ResetKind } from './reset-form-state.ts'

const kinds: readonly { value: ResetKind; label: string }[] = [
  { value: 'earliest', label: 'The beginning of the log' },
  { value: 'latest', label: 'The end of the log' },
  { value: 'time', label: 'A time' },
  { value: 'offset', label: 'An exact offset' },
  { value: 'by', label: 'So many records back or on' },
]

export interface ResetFieldsProps {
  form: ResetForm
  issues: ResetIssues
  topics: readonly string[]
  onChange: (next: Partial<ResetForm>) => void
}

/** ResetFields asks where to, and on which topic and partitions. */
export function ResetFields({ form, issues, topics, onChange }: ResetFieldsProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Reset to">
        {(control) => (
          <Select
            {...control}
            value={form.kind}
            options={kinds}
            onValueChange={(kind) => onChange({ kind })}
          />
        )}
      </Field>
      <Argument form={form} issues={issues} onChange={onChange} />
      <Field label="Topic">
        {(control) => (
          <Select
            {...control}
            mono
            value={form.topic}
            options={[
              { value: '', label: 'Every topic of the group' },
              ...topics.map((topic) => ({ value: topic, label: topic })),
            ]}
            onValueChange={(topic) => onChange({ topic })}
          />
        )}
      </Field>
      <Field
        label="Partitions"
        aside="optional"
        error={issues.partitions}
        hint={
          form.topic === ''
            ? 'Of every topic all; choose a topic to name some.'
            : 'Numbers with commas; empty for all.'
        }
      >
        {(control) => (
          <Input
            {...control}
            mono
            placeholder="all"
            disabled={form.topic === ''}
            value={form.topic === '' ? '' : form.partitions}
            onChange={(event) => onChange({ partitions: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}

function Argument({ form, issues, onChange }: Omit<ResetFieldsProps, 'topics'>) {
  switch (form.kind) {
    case 'time':
      return (
        <Field label="Time" error={issues.time} hint="By your clock: the first record at or after it.">
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              step={1}
              value={form.time}
              onChange={(event) => onChange({ time: event.target.value })}
            />
          )}
        </Field>
      )
    case 'offset':
      return (
        <Field
          label="Offset"
          error={issues.offset}
          hint="The next record to be read, on each chosen partition."
        >
          {(control) => (
            <Input
              {...control}
              mono
              inputMode="numeric"
              value={form.offset}
              onChange={(event) => onChange({ offset: event.target.value })}
            />
          )}
        </Field>
      )
    case 'by':
      return (
        <Field label="Records" error={issues.by} hint="-100 reads a hundred again, 100 skips as many.">
          {(control) => (
            <Input
              {...control}
              mono
              value={form.by}
              onChange={(event) => onChange({ by: event.target.value })}
            />
          )}
        </Field>
      )
    default:
      return (
        <p className="self-end pb-1.5 text-sm text-muted">
          {form.kind === 'earliest'
            ? 'Everything that is still in the log is read again.'
            : 'What is in the log now is skipped.'}
        </p>
      )
  }
}
