'use client'

import { useQuery } from '@tanstack/react-query'
import { CalendarClock } from 'lucide-react'
import Link from 'next/link'
import { Problem } from '#components/shell/problem.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { schedulesQuery } from '#lib/client/queries/job-schedules.ts'
import { JobsTabs } from './jobs-tabs.tsx'
import { SchedulesTable } from './schedules-table.tsx'

/** A run begins within seconds of its minute. */
const REFRESH_MS = 10_000

/** SchedulesView is the page of what starts by itself. */
export function SchedulesView({ team }: { team: string }) {
  const schedules = useQuery({ ...schedulesQuery(team), refetchInterval: REFRESH_MS })
  return (
    <div className="mx-auto flex max-w-[1400px] flex-col gap-4 px-3 py-5 sm:px-6">
      <JobsTabs team={team} />
      {schedules.isPending && (
        <Loading label="Loading schedules" className="flex flex-col gap-2">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </Loading>
      )}
      {schedules.error && <Problem error={schedules.error} onRetry={() => void schedules.refetch()} />}
      {schedules.data?.length === 0 && (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState
            icon={<CalendarClock />}
            title="No schedules yet"
            actions={
              <Link href={`/teams/${team}/jobs/templates`} className={buttonClass('secondary')}>
                Templates
              </Link>
            }
          >
            Open a job and choose “Schedule”, or schedule a template: it is started at the times that you say.
          </EmptyState>
        </div>
      )}
      {schedules.data && schedules.data.length > 0 && (
        <SchedulesTable team={team} schedules={schedules.data} />
      )}
    </div>
  )
}
