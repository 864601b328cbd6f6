'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { ListChecks } from 'lucide-react'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import type { ReactNode } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { isOver } from '#lib/client/job-log.ts'
import { type JobChoice, jobPageQuery } from '#lib/client/queries/job-pages.ts'
import { JobFilters } from './job-filters.tsx'
import { choiceOf, isChosen, type JobsAddress, readJobsAddress, writeJobsAddress } from './jobs-address.ts'
import { JobsTable } from './jobs-table.tsx'
import { JobsTabs } from './jobs-tabs.tsx'

/** Often enough to see a job move in a list; its own page has the stream. */
const REFRESH_MS = 2000

/** JobsView is the page of all of a team's jobs: its address says which. */
export function JobsView({ team }: { team: string }) {
  const address = readJobsAddress(new URLSearchParams(useSearchParams()))
  function show(next: Partial<JobsAddress>) {
    const query = writeJobsAddress({ ...address, ...next })
    window.history.replaceState(null, '', query === '' ? window.location.pathname : `?${query}`)
  }
  return (
    <div className="mx-auto flex max-w-[1400px] flex-col gap-4 px-3 py-5 sm:px-6">
      <JobsTabs team={team} />
      <JobFilters team={team} address={address} onChange={show} />
      <JobsList
        team={team}
        choice={choiceOf(address)}
        empty={
          isChosen(address) ? (
            <EmptyState icon={<ListChecks />} title="No such jobs">
              Nothing in the history fits these filters.
            </EmptyState>
          ) : (
            <EmptyState
              icon={<ListChecks />}
              title="No jobs yet"
              actions={
                <Link href={`/teams/${team}/profiles`} className={buttonClass('primary')}>
                  Choose a profile
                </Link>
              }
            >
              A job produces or consumes records with a profile’s credentials. Choose a profile to start one.
            </EmptyState>
          )
        }
      />
    </div>
  )
}

export interface JobsListProps {
  team: string
  choice: JobChoice
  /** Whether a profile's column is of use. */
  withProfile?: boolean
  empty: ReactNode
}

/** JobsList is the table of jobs with its loading, failing and empty states, and the older ones on demand. */
export function JobsList({ team, choice, withProfile = true, empty }: JobsListProps) {
  const query = useInfiniteQuery({
    ...jobPageQuery(team, choice),
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some((job) => !isOver(job.state))) ? REFRESH_MS : false,
  })
  if (query.isPending) {
    return (
      <Loading label="Loading jobs" className="flex flex-col gap-2">
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
      </Loading>
    )
  }
  const jobs = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {jobs.length === 0 && !query.error && (
        <div className="rounded-lg border border-line bg-surface">{empty}</div>
      )}
      {jobs.length > 0 && <JobsTable team={team} jobs={jobs} withProfile={withProfile} />}
      {query.hasNextPage && (
        <Button
          className="self-center"
          pending={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Older jobs
        </Button>
      )}
    </>
  )
}
