import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import { controlClass } from './input.tsx'

export interface SelectOption<V extends string = string> {
  value: V
  label: string
  disabled?: boolean
}

export interface SelectProps<V extends string>
  extends Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'children'> {
  value: V
  options: readonly SelectOption<V>[]
  onValueChange: (value: V) => void
  mono?: boolean
}

/**
 * Select is the platform's own: on a phone it opens the phone's list, type-ahead and screen readers know it, and it
 * needs no code. A list to search in is a Combobox.
 */
export function Select<V extends string>({
  value,
  options,
  onValueChange,
  mono,
  className,
  ...rest
}: SelectProps<V>) {
  return (
    <div className={classNames('relative min-w-0', className)}>
      <select
        {...rest}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen) onValueChange(chosen.value)
        }}
        className={classNames(controlClass, 'h-8 appearance-none truncate pr-8', mono && 'font-mono text-sm')}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-2 right-2 size-4 text-muted" />
    </div>
  )
}
