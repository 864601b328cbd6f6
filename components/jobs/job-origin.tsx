import Link from 'next/link'
import type { Job } from '#lib/shared/job.ts'

/** JobOrigin says what a job comes from: a schedule, or another job whose rest it does; and what does its own rest. */
export function JobOrigin({ team, job }: { team: string; job: Job }) {
  const { scheduleId, resumedFrom, resumedBy } = job
  if (scheduleId === null && resumedFrom === null && resumedBy === undefined) return null
  const jobs = `/teams/${team}/jobs`
  return (
    <p className="text-sm text-muted">
      {scheduleId !== null && (
        <>
          Started by a{' '}
          <Link href={`${jobs}/schedules`} className="underline">
            schedule
          </Link>
          .{' '}
        </>
      )}
      {resumedFrom !== null && (
        <>
          It does the rest of{' '}
          <Link href={`${jobs}/${resumedFrom}`} className="underline">
            a job that ended early
          </Link>
          .{' '}
        </>
      )}
      {resumedBy !== undefined && (
        <>
          It was resumed:{' '}
          <Link href={`${jobs}/${resumedBy}`} className="underline">
            another job
          </Link>{' '}
          does the rest.
        </>
      )}
    </p>
  )
}
