import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface EmptyStateProps {
  icon?: ReactNode
  title: string
  children?: ReactNode
  actions?: ReactNode
  /** h1 where it is all that a page shows. */
  level?: 'h1' | 'h2'
  className?: string
}

/** EmptyState stands where there is nothing yet, and says how to get something. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
  level: Heading = 'h2',
  className,
}: EmptyStateProps) {
  return (
    <div className={classNames('flex flex-col items-center gap-2 px-4 py-14 text-center', className)}>
      {icon && (
        <div aria-hidden className="mb-1 text-faint [&_svg]:size-7">
          {icon}
        </div>
      )}
      <Heading className="text-lg font-semibold">{title}</Heading>
      {children && <div className="max-w-prose text-muted">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}
