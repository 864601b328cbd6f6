'use client'

import { Plus, X } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Input } from '#components/ui/input.tsx'
import type { HeaderField } from './produce-form-state.ts'

export interface ProduceHeadersProps {
  headers: readonly HeaderField[]
  error: string | undefined
  onChange: (headers: readonly HeaderField[]) => void
}

/** ProduceHeaders edits the headers that every record gets; their values are templates, or null. */
export function ProduceHeaders({ headers, error, onChange }: ProduceHeadersProps) {
  const set = (id: number, part: Partial<HeaderField>) =>
    onChange(headers.map((each) => (each.id === id ? { ...each, ...part } : each)))
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-sm font-medium">
        Headers <span className="text-xs font-normal text-faint">optional; templates too</span>
      </legend>
      {headers.map((header, index) => (
        <div key={header.id} className="flex items-center gap-2">
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
            placeholder={header.value === null ? 'null' : 'empty'}
            disabled={header.value === null}
            value={header.value ?? ''}
            onChange={(event) => set(header.id, { value: event.target.value })}
          />
          <Checkbox
            className="text-sm"
            label="null"
            aria-label={`Header ${index + 1} is null`}
            checked={header.value === null}
            onCheckedChange={(isNull) => set(header.id, { value: isNull ? null : '' })}
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
      <div aria-live="polite" className="contents">
        {error !== undefined && <p className="text-sm text-bad">{error}</p>}
      </div>
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
