'use client'

import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Select } from '#components/ui/select.tsx'
import { ProduceDetails } from './produce-details.tsx'
import type { ProduceErrors } from './produce-form-errors.ts'
import { endWith, type ProduceForm } from './produce-form-state.ts'
import { ProduceHeaders } from './produce-headers.tsx'
import { ProduceSourceFields, ProduceStoreFields } from './produce-mongo.tsx'
import { TemplateField } from './template-field.tsx'

export interface ProduceFieldsProps {
  form: ProduceForm
  errors: ProduceErrors
  onChange: (part: Partial<ProduceForm>) => void
}

const compressions = (['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const).map((value) => ({
  value,
  label: value === 'none' ? 'None' : value,
}))

const keyHints = {
  template: 'A template too. Empty: no key, spread evenly',
  field: 'A field of the value, such as order.id',
  cycle: 'So many keys in turn, from 0 on',
} as const satisfies Record<ProduceForm['keyType'], string>

export interface ProduceContentProps extends ProduceFieldsProps {
  team: string
}

/** ProduceContent holds what is in the records: value, key, headers, compression. */
export function ProduceContent(props: ProduceContentProps) {
  const { form, errors, onChange } = props
  return (
    <Panel
      title="What"
      aside={
        <Segmented
          label="Value"
          size="sm"
          value={form.valueType}
          options={[
            { value: 'test-app', label: 'Test application' },
            { value: 'template', label: 'Template' },
            { value: 'null', label: 'Null' },
            { value: 'mongodb', label: 'MongoDB' },
          ]}
          onValueChange={(valueType) => onChange({ valueType, ...endWith(valueType, form) })}
        />
      }
    >
      <div className="flex flex-col gap-3">
        {form.valueType === 'test-app' && (
          <p className="text-sm text-muted">
            The JSON of the charms’ own test application: timestamp, _id, origin, content. Its consumer takes
            these records for its own.
          </p>
        )}
        {form.valueType === 'null' && (
          <p className="text-sm text-muted">
            Tombstones: records without a value, which delete their keys where the topic is compacted.
          </p>
        )}
        {form.valueType === 'mongodb' && <ProduceSourceFields {...props} />}
        {form.valueType === 'template' && (
          <TemplateField
            template={form.template}
            error={errors.template}
            onChange={(template) => onChange({ template })}
          />
        )}
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Key" aside="optional" error={errors.key} hint={keyHints[form.keyType]}>
            {(control) => (
              <Input
                {...control}
                mono
                inputMode={form.keyType === 'cycle' ? 'numeric' : 'text'}
                placeholder="no key"
                value={form.key}
                onChange={(event) => onChange({ key: event.target.value })}
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
        <ProduceHeaders
          headers={form.headers}
          error={errors.headers}
          onChange={(headers) => onChange({ headers })}
        />
        <ProduceDetails {...props} />
        {form.valueType !== 'mongodb' && <ProduceStoreFields {...props} />}
      </div>
    </Panel>
  )
}
