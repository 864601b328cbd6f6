'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil, RotateCw, Square } from 'lucide-react'
import Link from 'next/link'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { isOver } from '#lib/client/job-log.ts'
import { cancelJob, jobQuery, jobsKey } from '#lib/client/queries/jobs.ts'
import { useJobLog } from '#lib/client/use-job-log.ts'
import type { Job } from '#lib/shared/job.ts'
import { JobEvents } from './job-events.tsx'
import { JobNumbers } from './job-numbers.tsx'
import { JobPartitions } from './job-partitions.tsx'
import { JobSpecification } from './job-specification.tsx'
import { againSpec, specWords } from './job-words.ts'
import { StateBadge } from './jobs-table.tsx'
import { useStartJob } from './use-start-job.ts'

/** JobView is the page of one job: what it does, how far it is, what happened, how it ended. */
export function JobView({ team, jobId }: { team: string; jobId: string }) {
  const job = useQuery(jobQuery(team, jobId))
  if (job.data !== undefined) return <KnownJob key={job.data.id} team={team} job={job.data} />
  return (
    <div className="mx-auto max-w-[1400px] px-3 py-5 sm:px-6">
      {job.error ? (
        <Problem error={job.error} onRetry={() => void job.refetch()} />
      ) : (
        <Loading label="Loading the job" className="flex flex-col gap-3">
          <Skeleton className="h-10 w-80" />
          <Skeleton className="h-48" />
        </Loading>
      )}
    </div>
  )
}

function KnownJob({ team, job }: { team: string; job: Job }) {
  const { log, waiting, error, retry } = useJobLog(team, job)
  return (
    <div className="mx-auto flex max-w-[1400px] flex-col gap-4 px-3 py-5 sm:px-6">
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2.5">
            {job.kind === 'produce' ? 'Produce' : 'Consume'} {specWords(job.spec)}
            <span role="status">
              <StateBadge job={log} />
            </span>
          </span>
        }
        actions={<Actions team={team} job={job} over={isOver(log.state)} />}
      >
        On{' '}
        <Link href={`/teams/${team}/profiles/${job.profileId}`} className="underline">
          {job.profileName}
        </Link>
        , started by {job.createdBy} <RelativeTime at={job.createdAt} />
      </PageHeader>
      {waiting === 'other-tabs' && (
        <p role="status" className="text-sm text-muted">
          Paused: other tabs are streaming. The job goes on; this page shows it when one of them is closed or
          left.
        </p>
      )}
      {waiting === 'reconnecting' && (
        <p role="status" className="text-sm text-muted">
          The connection broke; trying again. The job goes on.
        </p>
      )}
      {error !== null && <Problem error={error} onRetry={retry} />}
      {log.error !== null && <Problem error={log.error} />}
      <JobNumbers job={job} log={log} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <JobPartitions kind={job.kind} progress={log.result ?? log.progress} />
          <JobSpecification team={team} job={job} />
        </div>
        <JobEvents log={log} />
      </div>
    </div>
  )
}

function Actions({ team, job, over }: { team: string; job: Job; over: boolean }) {
  const { may } = useTeam()
  const client = useQueryClient()
  const start = useStartJob(team)
  const cancel = useMutation({
    mutationFn: () => cancelJob(team, job.id),
    onSettled: () => client.invalidateQueries({ queryKey: jobsKey(team) }),
  })
  const form = job.kind === 'produce' ? 'produce' : 'jobs'
  return (
    <>
      {!over && may('job.cancel') && (
        <Button pending={cancel.isPending} onClick={() => cancel.mutate()}>
          <Square />
          Cancel
        </Button>
      )}
      {may('job.start') && (
        <>
          <Link
            href={`/teams/${team}/profiles/${job.profileId}/${form}?like=${job.id}`}
            className={buttonClass('secondary')}
          >
            <Pencil />
            Change and run
          </Link>
          {over && (
            <Button
              variant="primary"
              pending={start.isPending}
              onClick={() => start.mutate({ profile: job.profileId, spec: againSpec(job) })}
            >
              <RotateCw />
              Run again
            </Button>
          )}
        </>
      )}
      {(start.error ?? cancel.error) && (
        <Problem error={start.error ?? cancel.error} className="basis-full" />
      )}
    </>
  )
}
