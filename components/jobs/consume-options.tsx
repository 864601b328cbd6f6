import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import {
  type ConsumeErrors,
  type ConsumeForm,
  type Expectation,
  emptyConsumeForm,
  expectations,
} from './consume-form-state.ts'
import { MoreFields } from './more-fields.tsx'

const commits = [
  { value: 'each-second', label: 'each second, and at the end' },
  { value: 'end', label: 'at the end only' },
  { value: 'never', label: 'never' },
] as const

const expected = expectations.map(
  (value) => ({ value, label: value }) satisfies { value: Expectation; label: string },
)

export interface ConsumeOptionsProps {
  form: ConsumeForm
  errors: ConsumeErrors
  change: (part: Partial<ConsumeForm>) => void
}

const names = ['commit', 'members', 'joinDelaySeconds', 'rate', 'expect'] as const

/**
 * ConsumeOptions holds what most consume jobs leave as it is: commits, members, pace, and what values must be. None of
 * it goes together with a sink.
 */
export function ConsumeOptions({ form, errors, change }: ConsumeOptionsProps) {
  const number =
    (name: 'members' | 'joinDelaySeconds' | 'rate', placeholder?: string) => (control: object) => (
      <Input
        {...control}
        inputMode="decimal"
        placeholder={placeholder}
        value={form[name]}
        onChange={(event) => change({ [name]: event.target.value })}
      />
    )
  return (
    <MoreFields
      title="More"
      wrong={
        errors.members !== undefined || errors.joinDelaySeconds !== undefined || errors.rate !== undefined
      }
      used={names.some((name) => form[name] !== emptyConsumeForm[name])}
    >
      <fieldset disabled={form.sink !== 'none'} className="grid min-w-0 gap-3 sm:grid-cols-2 lg:grid-cols-3">
        <legend className={form.sink === 'none' ? 'sr-only' : 'pb-3 text-sm text-muted'}>
          {form.sink === 'none'
            ? 'How it consumes'
            : 'Only where records are counted: a job with a sink delivers as one member, as fast as its receiver takes, and commits what is delivered.'}
        </legend>
        <Field
          label="Commits"
          hint={
            form.commit === 'never'
              ? 'The group stays where it is: the next consumer gets all again'
              : undefined
          }
        >
          {(control) => (
            <Select
              {...control}
              value={form.commit}
              options={commits}
              onValueChange={(commit) => change({ commit })}
            />
          )}
        </Field>
        <Field label="Values must be" hint="Others are counted, and the first ones shown with the reason">
          {(control) => (
            <Select
              {...control}
              value={form.expect}
              options={expected}
              onValueChange={(expect) => change({ expect })}
            />
          )}
        </Field>
        <Field
          label="Records a second"
          aside="optional"
          error={errors.rate}
          hint="A slow consumer, whose lag grows"
        >
          {number('rate', 'no limit')}
        </Field>
        <Field label="Members" error={errors.members} hint="1 to 8, which share the partitions">
          {number('members')}
        </Field>
        <Field
          label="Seconds between joins"
          error={errors.joinDelaySeconds}
          hint="Each later member makes the group rebalance"
        >
          {number('joinDelaySeconds')}
        </Field>
      </fieldset>
    </MoreFields>
  )
}
