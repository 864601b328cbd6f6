import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** Facts is a list of names and values, the names in a quiet column. */
export function Facts({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <dl
      className={classNames(
        'grid grid-cols-1 gap-x-4 text-sm min-[460px]:grid-cols-[minmax(7rem,max-content)_minmax(0,1fr)]',
        className,
      )}
    >
      {children}
    </dl>
  )
}

export interface FactProps {
  name: ReactNode
  /** For what came from Kafka. */
  mono?: boolean
  children: ReactNode
}

export function Fact({ name, mono, children }: FactProps) {
  return (
    <div className="contents">
      <dt className="pt-1 text-muted min-[460px]:py-1">{name}</dt>
      <dd className={classNames('min-w-0 pb-1 break-words min-[460px]:py-1', mono && 'font-mono')}>
        {children}
      </dd>
    </div>
  )
}
