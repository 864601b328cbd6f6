'use client'

import { X } from 'lucide-react'
import { useRef, useState } from 'react'
import type { FieldControl } from '#components/ui/field.tsx'
import { MAX_LABELS } from '#lib/shared/profile.ts'

export interface LabelsInputProps {
  control: FieldControl
  labels: readonly string[]
  onLabelsChange: (labels: string[]) => void
}

/** LabelsInput takes labels one by one: Enter or a comma ends one, Backspace in the empty field takes the last away. */
export function LabelsInput({ control, labels, onLabelsChange }: LabelsInputProps) {
  const [typed, setTyped] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const full = labels.length >= MAX_LABELS

  function add(text: string) {
    const fresh = text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
    if (fresh.length > 0) onLabelsChange([...new Set([...labels, ...fresh])].slice(0, MAX_LABELS))
    setTyped('')
  }

  return (
    <div className="flex min-h-8 flex-wrap items-center gap-1 rounded-md border border-edge bg-surface px-1 py-[3px] has-[input:focus-visible]:border-accent has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-accent">
      {labels.map((label) => (
        <span
          key={label}
          className="inline-flex h-6 max-w-full items-center rounded border border-line bg-sunken pl-1.5 text-sm"
        >
          <span className="truncate">{label}</span>
          <button
            type="button"
            aria-label={`Remove label ${label}`}
            className="inline-flex size-6 items-center justify-center text-muted hover:text-ink"
            onClick={() => {
              onLabelsChange(labels.filter((each) => each !== label))
              input.current?.focus()
            }}
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </span>
      ))}
      <input
        {...control}
        ref={input}
        autoComplete="off"
        disabled={full}
        placeholder={full ? `${MAX_LABELS} are the most` : labels.length === 0 ? 'production, orders' : ''}
        className="h-6 min-w-24 flex-1 bg-transparent px-1.5 outline-none"
        value={typed}
        onChange={(event) => {
          if (event.target.value.includes(',')) add(event.target.value)
          else setTyped(event.target.value)
        }}
        onBlur={() => add(typed)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && typed.trim() !== '') {
            event.preventDefault()
            add(typed)
          } else if (event.key === 'Backspace' && typed === '' && labels.length > 0) {
            onLabelsChange(labels.slice(0, -1))
          }
        }}
      />
    </div>
  )
}
