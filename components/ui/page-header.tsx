import type { ReactNode } from 'react'

export interface PageHeaderProps {
  title: ReactNode
  /** Quiet words under the title. */
  children?: ReactNode
  actions?: ReactNode
}

/** PageHeader holds a page's one h1. */
export function PageHeader({ title, children, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-60">
        <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
        {children && <div className="mt-0.5 text-muted">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
