import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

/** controlClass is the look of everything one types or chooses in. */
export const controlClass =
  'w-full min-w-0 rounded-md border border-edge bg-surface px-2.5 text-ink disabled:opacity-60 ' +
  'focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-accent focus-visible:border-accent ' +
  'aria-invalid:border-bad aria-invalid:focus-visible:outline-bad'

/** Input is one line of text; `mono` for what goes to or comes from Kafka. */
export function Input({ mono, className, ...rest }: ComponentProps<'input'> & { mono?: boolean }) {
  return (
    <input
      autoComplete="off"
      spellCheck={mono ? false : undefined}
      className={classNames(controlClass, 'h-8', mono && 'font-mono text-sm', className)}
      {...rest}
    />
  )
}
