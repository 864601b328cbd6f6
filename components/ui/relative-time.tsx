'use client'

import { classNames } from './class-names.ts'
import { formatRelative } from './format.ts'
import { useNow } from './use-now.ts'

/** RelativeTime says "3 min ago" and keeps it true; the exact time, in the reader's zone, is its title. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const now = useNow()
  const date = new Date(at)
  return (
    <time
      dateTime={at}
      title={now === null ? undefined : date.toLocaleString()}
      className={classNames('whitespace-nowrap', className)}
    >
      {now === null ? at.slice(0, 16).replace('T', ' ') : formatRelative(date.getTime(), now)}
    </time>
  )
}
