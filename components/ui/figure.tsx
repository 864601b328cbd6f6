import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface FigureProps {
  name: string
  value: string
  bad?: boolean
  children?: ReactNode
}

/** Figure is one number with its name, in a list of terms (`dl`); what stands beside it is smaller. */
export function Figure({ name, value, bad, children }: FigureProps) {
  return (
    <div className="flex min-w-0 flex-col">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className={classNames('truncate text-lg font-semibold', bad && 'text-bad')}>
        {value}
        {children && <span className="ml-1.5 text-xs font-normal text-muted">{children}</span>}
      </dd>
    </div>
  )
}
