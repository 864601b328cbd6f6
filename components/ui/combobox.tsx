'use client'

import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { classNames } from './class-names.ts'
import type { FieldControl } from './field.tsx'
import { Input } from './input.tsx'

/** More than this is not read but typed at. */
const MAX_SHOWN = 100

export interface ComboboxProps {
  value: string
  /** What can be chosen; anything else may still be typed. */
  suggestions: readonly { value: string; hint?: string }[]
  onValueChange: (value: string) => void
  /** Enter, or a click on a suggestion: the value is meant. */
  onCommit?: (value: string) => void
  control?: FieldControl
  label?: string
  placeholder?: string
  mono?: boolean
  className?: string
}

/** Combobox is a text field with suggestions: arrows move, Enter takes, Escape closes, and free text stays allowed. */
export function Combobox(props: ComboboxProps) {
  const { value, suggestions, onValueChange, onCommit, control, label, placeholder, mono, className } = props
  const listId = useId()
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  // Until something is typed, the present value must not hide the other suggestions.
  const [typed, setTyped] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const needle = typed ? value.toLowerCase() : ''
  const shown = suggestions.filter((each) => each.value.toLowerCase().includes(needle)).slice(0, MAX_SHOWN)
  const visible = open && shown.length > 0

  function commit(next: string) {
    setOpen(false)
    setActive(-1)
    setTyped(false)
    if (next !== value) onValueChange(next)
    onCommit?.(next)
  }

  function move(step: number) {
    if (!visible) {
      setOpen(true)
      setActive(step > 0 ? 0 : shown.length - 1)
      return
    }
    const next = (active + step + shown.length) % shown.length
    setActive(next)
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      move(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter' && (visible || onCommit)) {
      event.preventDefault()
      commit((visible ? shown[active]?.value : undefined) ?? value)
    } else if (event.key === 'Escape' && visible) {
      event.stopPropagation()
      setOpen(false)
    }
  }

  return (
    <div className={classNames('relative min-w-0', className)}>
      <Input
        {...control}
        role="combobox"
        aria-label={label}
        aria-expanded={visible}
        aria-controls={visible ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={visible && active >= 0 ? `${listId}-${active}` : undefined}
        value={value}
        placeholder={placeholder}
        mono={mono ?? false}
        onFocus={() => setOpen(true)}
        onBlur={() => {
          setOpen(false)
          setTyped(false)
        }}
        onClick={() => setOpen(true)}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setOpen(true)
          setActive(-1)
          setTyped(true)
          onValueChange(event.target.value)
        }}
      />
      {visible && (
        <div
          ref={list}
          id={listId}
          role="listbox"
          aria-label={label ?? 'Suggestions'}
          className="absolute inset-x-0 top-full z-30 mt-1 max-h-64 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-raised"
        >
          {shown.map((each, index) => (
            <div
              key={each.value}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              tabIndex={-1}
              className={classNames(
                'flex min-h-7 cursor-pointer items-center justify-between gap-3 rounded px-2 py-1 text-sm',
                index === active && 'bg-hover',
              )}
              // The field must keep focus, else it closes before the click arrives.
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => setActive(index)}
              onClick={() => commit(each.value)}
              onKeyDown={undefined}
            >
              <span className={classNames('min-w-0 truncate', mono && 'font-mono')}>{each.value}</span>
              {each.hint && <span className="shrink-0 text-xs text-muted">{each.hint}</span>}
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
