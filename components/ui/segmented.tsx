'use client'

import { useId } from 'react'
import { classNames } from './class-names.ts'
import type { SelectOption } from './select.tsx'
import { useShownChoice } from './use-shown-choice.ts'

export interface SegmentedProps<V extends string> {
  /** What is chosen here, for those who can't see it. */
  label: string
  value: V
  options: readonly SelectOption<V>[]
  onValueChange: (value: V) => void
  size?: 'sm' | 'md'
  className?: string
}

/** Segmented is one choice of a few, all in sight: radio buttons in a row, so that arrow keys move through it. */
export function Segmented<V extends string>({
  label,
  value,
  options,
  onValueChange,
  size = 'md',
  className,
}: SegmentedProps<V>) {
  const name = useId()
  const [shown, show] = useShownChoice(value)
  return (
    <fieldset
      className={classNames(
        'inline-flex max-w-full min-w-0 rounded-md border border-line bg-sunken p-0.5',
        className,
      )}
    >
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={classNames(
            'relative flex min-w-0 items-center rounded-[5px] px-2.5 text-sm font-medium text-muted select-none',
            'has-checked:bg-surface has-checked:text-ink has-checked:shadow-sm dark:has-checked:bg-hover',
            'has-focus-visible:outline-2 has-focus-visible:outline-accent has-disabled:opacity-50',
            'not-has-checked:hover:text-ink',
            size === 'sm' ? 'h-6' : 'h-[26px]',
          )}
        >
          <input
            type="radio"
            name={name}
            className="absolute inset-0 cursor-[inherit] appearance-none outline-none"
            checked={option.value === shown}
            disabled={option.disabled}
            onChange={() => {
              show(option.value)
              onValueChange(option.value)
            }}
          />
          <span className="truncate">{option.label}</span>
        </label>
      ))}
    </fieldset>
  )
}
