import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface PanelProps {
  title?: ReactNode
  /** Stands at the end of the title's line: buttons, a count. */
  aside?: ReactNode
  className?: string
  /** No padding around the content, for tables and lists. */
  flush?: boolean
  children: ReactNode
}

/** Panel is a titled part of a page. */
export function Panel({ title, aside, className, flush, children }: PanelProps) {
  return (
    <section className={classNames('min-w-0 rounded-lg border border-line bg-surface', className)}>
      {(title || aside) && (
        <header className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
          {title && <h2 className="min-w-0 flex-1 font-semibold">{title}</h2>}
          {aside}
        </header>
      )}
      <div className={flush ? undefined : 'p-3'}>{children}</div>
    </section>
  )
}
