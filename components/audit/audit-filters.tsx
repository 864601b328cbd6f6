'use client'

import { X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Select } from '#components/ui/select.tsx'
import { type AuditView, isFiltered } from './audit-address.ts'
import { auditChoices } from './audit-words.ts'

const choices = [{ value: '', label: 'Everything' }, ...auditChoices()]
const none = { action: '', actor: '', subject: '', from: '', to: '' }

export interface AuditFiltersProps {
  view: AuditView
  onChange: (next: Partial<AuditView>) => void
}

/** AuditFilters chooses which events are listed: whose, what, on what, when. */
export function AuditFilters({ view, onChange }: AuditFiltersProps) {
  return (
    <div className="flex flex-col gap-3">
      <Segmented
        label="Events"
        value={view.of}
        options={[
          { value: 'team', label: 'In this team' },
          { value: 'people', label: 'Members’ sign-ins' },
        ]}
        onValueChange={(of) => onChange({ of, action: '', subject: '' })}
        className="self-start"
      />
      <div className="flex flex-wrap items-end gap-3">
        <Field label="What" className="w-full sm:w-56">
          {(control) => (
            <Select
              {...control}
              value={choices.some((choice) => choice.value === view.action) ? view.action : ''}
              options={choices}
              onValueChange={(action) => onChange({ action })}
            />
          )}
        </Field>
        <TextFilter
          key={`actor:${view.actor}`}
          label="Who"
          placeholder="ada@example.com"
          value={view.actor}
          onApply={(actor) => onChange({ actor })}
        />
        <TextFilter
          key={`subject:${view.subject}`}
          label="On"
          placeholder="id, such as prf_…"
          value={view.subject}
          onApply={(subject) => onChange({ subject })}
        />
        <Field label="From" className="w-[calc(50%-0.375rem)] sm:w-36">
          {(control) => (
            <Input
              {...control}
              type="date"
              max={view.to}
              value={view.from}
              onChange={(event) => onChange({ from: event.target.value })}
            />
          )}
        </Field>
        <Field label="To" className="w-[calc(50%-0.375rem)] sm:w-36">
          {(control) => (
            <Input
              {...control}
              type="date"
              min={view.from}
              value={view.to}
              onChange={(event) => onChange({ to: event.target.value })}
            />
          )}
        </Field>
        {isFiltered(view) && (
          <Button variant="ghost" onClick={() => onChange(none)}>
            <X />
            No filter
          </Button>
        )}
      </div>
    </div>
  )
}

/** The server compares the whole text, so it is asked when the text is finished and not at each letter. */
function TextFilter(props: {
  label: string
  placeholder: string
  value: string
  onApply: (text: string) => void
}) {
  const [text, setText] = useState(props.value)
  const apply = () => {
    if (text.trim() !== props.value) props.onApply(text.trim())
  }
  return (
    <Field label={props.label} className="w-full sm:w-52">
      {(control) => (
        <Input
          {...control}
          value={text}
          placeholder={props.placeholder}
          maxLength={254}
          onChange={(event) => setText(event.target.value)}
          onBlur={apply}
          onKeyDown={(event) => {
            if (event.key === 'Enter') apply()
          }}
        />
      )}
    </Field>
  )
}
