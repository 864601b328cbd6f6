import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import { controlClass } from './input.tsx'

export function Textarea({ mono, className, ...rest }: ComponentProps<'textarea'> & { mono?: boolean }) {
  return (
    <textarea
      spellCheck={mono ? false : undefined}
      className={classNames(controlClass, 'min-h-16 py-1.5', mono && 'font-mono text-sm', className)}
      {...rest}
    />
  )
}
