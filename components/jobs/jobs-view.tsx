'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { ListChecks } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Problem } from '#components/shell/problem.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { isOver } from '#lib/client/job-log.ts'
import { jobPageQuery } from '#lib/client/queries/job-pages.ts'
import { JobsTable } from './jobs-table.tsx'

/** Often enough to see a job move in a list; its own page has the stream. */
const REFRESH_MS = 2000

/** JobsView is the page of all of a team's jobs. */
export function JobsView({ team }: { team: string }) {
  return (
    <div className="mx-auto flex max-w-[1400px] flex-col gap-4 px-3 py-5 sm:px-6">
      <PageHeader title="Jobs">
        Work on profiles that runs on the server, whether somebody looks or not.
      </PageHeader>
      <JobsList
        team={team}
        empty={
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
        }
      />
    </div>
  )
}

export interface JobsListProps {
  team: string
  profile?: string
  empty: ReactNode
}

/** JobsList is the table of jobs with its loading, failing and empty states, and the older ones on demand. */
export function JobsList({ team, profile, empty }: JobsListProps) {
  const query = useInfiniteQuery({
    ...jobPageQuery(team, profile),
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
      {jobs.length > 0 && <JobsTable team={team} jobs={jobs} withProfile={profile === undefined} />}
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
