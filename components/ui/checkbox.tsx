import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'type' | 'onChange'> {
  label: ReactNode
  hint?: ReactNode
  onCheckedChange?: (checked: boolean) => void
}

/** Checkbox stands with its label; the whole line can be clicked. */
export function Checkbox({ label, hint, onCheckedChange, className, ...rest }: CheckboxProps) {
  return (
    <label className={classNames('flex items-start gap-2', className)}>
      <input
        type="checkbox"
        className="mt-[3px] size-4 shrink-0 accent-(--accent)"
        onChange={(event) => onCheckedChange?.(event.target.checked)}
        {...rest}
      />
      <span className="min-w-0">
        {label}
        {hint && <span className="block text-xs text-muted">{hint}</span>}
      </span>
    </label>
  )
}
