'use client'

import { useQuery } from '@tanstack/react-query'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { nextRunsQuery } from '#lib/client/queries/job-schedules.ts'
import type { ScheduleTimes } from '#lib/shared/job-schedule.ts'

/** NextRuns shows the next five times of a line of cron, in its own time zone. */
export function NextRuns({ team, times }: { team: string; times: ScheduleTimes }) {
  const runs = useQuery(nextRunsQuery(team, times))
  if (runs.isPending) {
    return (
      <Loading label="Working out the next runs">
        <Skeleton className="h-24" />
      </Loading>
    )
  }
  if (!runs.data || runs.data.issue) return null
  return (
    <div>
      <p className="text-sm font-medium">Next runs</p>
      <ol aria-label="Next runs" className="mt-1 text-sm text-muted tabular-nums">
        {runs.data.next.map((at) => (
          <li key={at}>
            <time dateTime={at}>{inZone(at, times.timeZone)}</time>
          </li>
        ))}
      </ol>
    </div>
  )
}

/** inZone writes a moment as clocks in a time zone show it: "Mon, 30 Mar 2026, 06:30 CEST". */
export function inZone(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(at))
}
