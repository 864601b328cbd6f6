'use client'

import { Field } from '#components/ui/field.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { BytesDraft } from './record-form-state.ts'

export interface BytesFieldProps {
  label: string
  /** What null means here. */
  missing: string
  draft: BytesDraft
  error?: string | undefined
  rows?: number
  onChange: (draft: BytesDraft) => void
}

const forms = [
  { value: 'text', label: 'Text' },
  { value: 'base64', label: 'Base64' },
  { value: 'null', label: 'Null' },
] as const

/** BytesField edits a key, a value or a header: as text, as base64 where it is none, or as null, which is not empty. */
export function BytesField({ label, missing, draft, error, rows = 2, onChange }: BytesFieldProps) {
  const { form, content } = draft
  return (
    <Field
      label={label}
      error={error}
      hint={hintOf(draft, missing)}
      aside={
        <Segmented
          label={`${label}: what it is`}
          size="sm"
          value={form}
          options={forms}
          onValueChange={(next) => onChange({ form: next, content })}
        />
      }
    >
      {(control) => (
        <Textarea
          {...control}
          mono
          rows={rows}
          disabled={form === 'null'}
          value={form === 'null' ? '' : content}
          onChange={(event) => onChange({ form, content: event.target.value })}
        />
      )}
    </Field>
  )
}

function hintOf({ form, content }: BytesDraft, missing: string): string | undefined {
  if (form === 'null') return missing
  if (content === '') return 'Empty: zero bytes, which is not null.'
  if (form === 'text' && content.includes('\r'))
    return 'It has carriage returns, which stay as long as you don’t edit it here.'
  return undefined
}
