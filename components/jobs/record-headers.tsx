'use client'

import { Plus, X } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { BytesField } from './bytes-field.tsx'
import type { HeaderDraft } from './record-form-state.ts'

export interface RecordHeadersProps {
  headers: readonly HeaderDraft[]
  error: string | undefined
  onChange: (headers: readonly HeaderDraft[]) => void
}

/** RecordHeaders edits a record's headers; a name may come twice, and their order stays. */
export function RecordHeaders({ headers, error, onChange }: RecordHeadersProps) {
  const set = (id: number, part: Partial<HeaderDraft>) =>
    onChange(headers.map((each) => (each.id === id ? { ...each, ...part } : each)))
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="pb-1 text-sm font-medium">Headers</legend>
      {headers.map((header, index) => (
        <div key={header.id} className="flex flex-col gap-1.5 border-l-2 border-line pl-2.5">
          <div className="flex gap-2">
            <Input
              mono
              aria-label={`Name of header ${index + 1}`}
              placeholder="name"
              value={header.name}
              onChange={(event) => set(header.id, { name: event.target.value })}
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
          <BytesField
            label={`Value of header ${index + 1}`}
            missing="Null: the header has a name and no value."
            rows={1}
            draft={header.value}
            onChange={(value) => set(header.id, { value })}
          />
        </div>
      ))}
      <div aria-live="polite" className="contents">
        {error !== undefined && <p className="text-sm text-bad">{error}</p>}
      </div>
      <Button
        size="sm"
        className="self-start"
        onClick={() => {
          const id = Math.max(-1, ...headers.map((each) => each.id)) + 1
          onChange([...headers, { id, name: '', value: { form: 'text', content: '' } }])
        }}
      >
        <Plus />
        Add a header
      </Button>
    </fieldset>
  )
}
