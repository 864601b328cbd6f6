'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil, RotateCw, Square } from 'lucide-react'
import Link from 'next/link'
import { EventsLink } from '#components/audit/events-link.tsx'
import { Problem } from '#components/shell/problem.tsx'
import { useTeam } from '#components/shell/team-context.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { isOver } from '#lib/client/job-log.ts'
import { cancelJob, jobQuery, jobsKey } from '#lib/client/queries/jobs.ts'
import { profileQuery } from '#lib/client/queries/profiles.ts'
import { useJobLog } from '#lib/client/use-job-log.ts'
import type { Job } from '#lib/shared/job.ts'
import { ConsumeMembers, ConsumeReport } from './consume-report.tsx'
import { formAddress } from './form-address.ts'
import { JobEvents } from './job-events.tsx'
import { JobMore } from './job-more.tsx'
import { JobNotices } from './job-notices.tsx'
import { JobNumbers } from './job-numbers.tsx'
import { JobOrigin } from './job-origin.tsx'
import { JobPartitions } from './job-partitions.tsx'
import { JobResume } from './job-resume.tsx'
import { JobSpecification } from './job-specification.tsx'
import { againSpec, kindWords, queueWords, specWords } from './job-words.ts'
import { StateBadge } from './jobs-table.tsx'
import { hasOwnName } from './own-name.ts'
import { RoundTripReport } from './round-trip-report.tsx'
import { useStartJob } from './use-start-job.ts'

const QUEUE_MS = 2_000

/** JobView is the page of one job: what it does, how far it is, what happened, how it ended. */
export function JobView({ team, jobId }: { team: string; jobId: string }) {
  const job = useQuery({
    ...jobQuery(team, jobId),
    // Its place in the queue moves without a word in its journal.
    refetchInterval: ({ state }) => (state.data?.state === 'queued' ? QUEUE_MS : false),
  })
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
  const members = (log.result ?? log.progress)?.members
  return (
    <div className="mx-auto flex max-w-[1400px] flex-col gap-4 px-3 py-5 sm:px-6">
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2.5">
            {kindWords[job.kind]} {specWords(job.spec)}
            <span role="status">
              <StateBadge job={log} />
            </span>
          </span>
        }
        actions={<Actions team={team} job={job} over={isOver(log.state)} />}
      >
        {hasOwnName(job) && `${job.name} · `}On{' '}
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
      {log.state === 'queued' && <p className="text-sm text-muted">{queueWords(job.ahead ?? 0)}</p>}
      <JobOrigin team={team} job={job} />
      {log.error !== null && <Problem error={log.error} />}
      <JobNumbers job={job} log={log} />
      {members !== undefined && <ConsumeMembers members={members} />}
      {log.result?.consume && (
        <ConsumeReport
          report={log.result.consume}
          expect={job.spec.kind === 'consume' ? job.spec.expect : undefined}
        />
      )}
      {log.result?.roundTrip && <RoundTripReport report={log.result.roundTrip} />}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <JobPartitions kind={job.kind} progress={log.result ?? log.progress} />
          <JobSpecification team={team} job={job} />
          <JobNotices team={team} job={job} over={isOver(log.state)} />
        </div>
        <JobEvents log={log} />
      </div>
    </div>
  )
}

function Actions({ team, job, over }: { team: string; job: Job; over: boolean }) {
  const { may } = useTeam()
  const profile = useQuery({ ...profileQuery(team, job.profileId), retry: false }).data
  // Until it is known the role alone decides; the server judges anyway.
  const mayUse = profile === undefined || profile.rights.includes('use')
  const client = useQueryClient()
  const start = useStartJob(team)
  const cancel = useMutation({
    mutationFn: () => cancelJob(team, job.id),
    onSettled: () => client.invalidateQueries({ queryKey: jobsKey(team) }),
  })
  return (
    <>
      <EventsLink subject={job.id} what={`the job ${job.name}`} />
      {!over && mayUse && may('job.cancel') && (
        <Button pending={cancel.isPending} onClick={() => cancel.mutate()}>
          <Square />
          Cancel
        </Button>
      )}
      {mayUse && may('job.start') && (
        <>
          <Link
            href={formAddress(team, job.profileId, job.kind, job.id)}
            className={buttonClass('secondary')}
          >
            <Pencil />
            Change and run
          </Link>
          {over && <JobResume team={team} job={job} />}
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
          <JobMore team={team} job={job} over={over} />
        </>
      )}
      {(start.error ?? cancel.error) && (
        <Problem error={start.error ?? cancel.error} className="basis-full" />
      )}
    </>
  )
}
