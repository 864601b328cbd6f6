'use client'

import { Plus, X } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { HeaderField, ProduceErrors, ProduceForm } from './produce-form-state.ts'

export interface ProduceContentProps {
  form: ProduceForm
  errors: ProduceErrors
  onChange: (part: Partial<ProduceForm>) => void
}

/** What a click puts into the template. */
const generators = [
  '{{uuid}}',
  '{{sequence}}',
  '{{now}}',
  '{{timestamp}}',
  '{{randomInt 1 100}}',
  '{{randomFloat 0 1}}',
  '{{randomHex 8}}',
  '{{randomBoolean}}',
  '{{choice red green blue}}',
] as const

const compressions = (['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const).map((value) => ({
  value,
  label: value === 'none' ? 'None' : value,
}))

/** ProduceContent holds what is in the records: value, key, headers, compression. */
export function ProduceContent({ form, errors, onChange }: ProduceContentProps) {
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
          ]}
          onValueChange={(valueType) => onChange({ valueType })}
        />
      }
    >
      <div className="flex flex-col gap-3">
        {form.valueType === 'test-app' ? (
          <p className="text-sm text-muted">
            The JSON of the charms’ own test application: timestamp, _id, origin, content. Its consumer takes
            these records for its own.
          </p>
        ) : (
          <TemplateField
            template={form.template}
            error={errors.template}
            onChange={(template) => onChange({ template })}
          />
        )}
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            label="Key"
            aside="optional"
            error={errors.key}
            hint="A template too. Empty: no key, spread evenly"
          >
            {(control) => (
              <Input
                {...control}
                mono
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
        <Headers
          headers={form.headers}
          error={errors.headers}
          onChange={(headers) => onChange({ headers })}
        />
      </div>
    </Panel>
  )
}

interface TemplateFieldProps {
  template: string
  error: string | undefined
  onChange: (template: string) => void
}

function TemplateField({ template, error, onChange }: TemplateFieldProps) {
  const area = useRef<HTMLTextAreaElement>(null)

  function insert(text: string) {
    const element = area.current
    const [from, to] =
      element === null ? [template.length, template.length] : [element.selectionStart, element.selectionEnd]
    onChange(template.slice(0, from) + text + template.slice(to))
    requestAnimationFrame(() => {
      element?.focus()
      element?.setSelectionRange(from + text.length, from + text.length)
    })
  }

  return (
    <div className="flex flex-col gap-2">
      <Field label="Value’s template" error={error}>
        {(control) => (
          <Textarea
            {...control}
            ref={area}
            mono
            rows={5}
            className="min-h-28"
            value={template}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">Generators to insert</legend>
        {generators.map((generator) => (
          <Button key={generator} size="sm" className="font-mono text-xs!" onClick={() => insert(generator)}>
            {generator}
          </Button>
        ))}
      </fieldset>
    </div>
  )
}

interface HeadersProps {
  headers: readonly HeaderField[]
  error: string | undefined
  onChange: (headers: readonly HeaderField[]) => void
}

function Headers({ headers, error, onChange }: HeadersProps) {
  const set = (id: number, part: Partial<HeaderField>) =>
    onChange(headers.map((each) => (each.id === id ? { ...each, ...part } : each)))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-sm font-medium">
        Headers <span className="text-xs font-normal text-faint">optional</span>
      </legend>
      {headers.map((header, index) => (
        <div key={header.id} className="flex gap-2">
          <Input
            mono
            aria-label={`Name of header ${index + 1}`}
            placeholder="name"
            value={header.name}
            onChange={(event) => set(header.id, { name: event.target.value })}
          />
          <Input
            mono
            aria-label={`Value of header ${index + 1}`}
            placeholder="value"
            value={header.value}
            onChange={(event) => set(header.id, { value: event.target.value })}
          />
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Remove header ${index + 1}`}
            onClick={() => onChange(headers.filter((each) => each.id !== header.id))}
          >
            <X />
          </Button>
        </div>
      ))}
      {error !== undefined && <p className="text-sm text-bad">{error}</p>}
      <Button
        size="sm"
        className="self-start"
        onClick={() =>
          onChange([
            ...headers,
            { id: Math.max(-1, ...headers.map((each) => each.id)) + 1, name: '', value: '' },
          ])
        }
      >
        <Plus />
        Add a header
      </Button>
    </fieldset>
  )
}
