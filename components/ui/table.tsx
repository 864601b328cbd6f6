import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** TableFrame scrolls sideways by itself, so that a wide table never widens the page; it can be scrolled by keys. */
export function TableFrame({
  label,
  className,
  children,
}: {
  label: string
  className?: string
  children: ReactNode
}) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
      tabIndex={0}
      className={classNames('relative overflow-x-auto rounded-lg border border-line bg-surface', className)}
    >
      {children}
    </section>
  )
}

export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return <table className={classNames('w-full border-collapse text-sm', className)} {...rest} />
}

export function TableHead({ className, ...rest }: ComponentProps<'thead'>) {
  return (
    <thead className={classNames('border-b border-line text-left text-xs text-muted', className)} {...rest} />
  )
}

export function TableRow({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={classNames('border-b border-line last:border-b-0', className)} {...rest} />
}

export function Th({ className, scope = 'col', ...rest }: ComponentProps<'th'>) {
  return (
    <th scope={scope} className={classNames('h-8 px-3 font-medium whitespace-nowrap', className)} {...rest} />
  )
}

export function Td({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={classNames('h-10 px-3 py-1.5 align-middle', className)} {...rest} />
}
